//! A sample file against what it says.
use dealzone::scenario::Scenario;
#[test]
fn x() {
    match Scenario::from_toml(
        include_str!("scenarios/two-regions.toml"),
        "two-regions.toml",
    ) {
        Ok(s) => {
            for p in s.parameters() {
                println!("{} {}", p.key, p.value)
            }
        }
        Err(e) => {
            println!("{e}\n{}", e.render());
            panic!()
        }
    }
}
