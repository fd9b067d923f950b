//! What the files of GeniusWeb say, key by key.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::genius::domain::clipped;

/// The entries of an object in the order of the file; none twice.
#[derive(Debug, Clone)]
pub(super) struct Pairs<V>(pub(super) Vec<(String, V)>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Pairs<V>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<V>, A::Error> {
                let mut pairs = Vec::new();
                let mut seen = std::collections::BTreeSet::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if !seen.insert(key.clone()) {
                        let key = clipped(&key);
                        return Err(serde::de::Error::custom(format!(
                            "the key \"{key}\" is there twice"
                        )));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Entries(PhantomData))
    }
}

impl<V: Serialize> Serialize for Pairs<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<V> Pairs<V> {
    pub(super) fn get(&self, key: &str) -> Option<&V> {
        let found = self.0.iter().find(|(own, _)| own == key);
        found.map(|(_, value)| value)
    }
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DomainFile {
    #[serde(default)]
    pub(super) name: String,
    pub(super) issues_values: Pairs<ValuesFile>,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct ValuesFile {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) values: Option<Vec<Json>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<Vec<Json>>,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct ProfileFile {
    #[serde(rename = "LinearAdditiveUtilitySpace")]
    pub(super) space: SpaceFile,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct SpaceFile {
    #[serde(default)]
    pub(super) name: String,
    #[serde(rename = "issueUtilities")]
    pub(super) utilities: Pairs<UtilitiesFile>,
    #[serde(rename = "issueWeights")]
    pub(super) weights: Pairs<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) domain: Option<DomainFile>,
    #[serde(rename = "reservationBid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reservation_bid: Option<BidFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reserved_value: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) discount_factor: Option<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct BidFile {
    #[serde(rename = "issuevalues", alias = "issueValues", alias = "issuesValues")]
    pub(super) values: Pairs<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct UtilitiesFile {
    #[serde(alias = "DiscreteValueSetUtilities")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) discreteutils: Option<DiscreteFile>,
    #[serde(alias = "NumberValueSetUtilities")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) numberutils: Option<NumberFile>,
}

#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct DiscreteFile {
    #[serde(rename = "valueUtilities")]
    pub(super) utilities: Pairs<Json>,
}

#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NumberFile {
    pub(super) low_value: Json,
    pub(super) low_utility: Json,
    pub(super) high_value: Json,
    pub(super) high_utility: Json,
}

/// The keys of an object, whatever their values; none of what is no object.
pub(super) struct Keys(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Keys;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("any value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Keys, A::Error> {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Keys(Vec::new()))
            }
            fn visit_str<E>(self, _: &str) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
            fn visit_i64<E>(self, _: i64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
            fn visit_u64<E>(self, _: u64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
            fn visit_unit<E>(self) -> Result<Keys, E> {
                Ok(Keys(Vec::new()))
            }
        }
        from.deserialize_any(Any)
    }
}
