//! Who is in the scenario: what must be known of parties before anything that speaks of them is read.

use crate::index::PartyIndex;
use crate::party::Role;
use crate::scenario::read::{Node, names};
use crate::scenario::{Fault, ScenarioError};

/// The ids and roles of the parties, in the order of the file.
#[derive(Debug)]
pub(crate) struct Cast {
    parties: Vec<(String, Role)>,
}

impl Cast {
    /// Reads `id` and `role` of every `[[party]]`, two of them belligerents.
    pub(crate) fn read(root: &Node<'_>, nodes: &[Node<'_>]) -> Result<Self, ScenarioError> {
        let roles = [
            ("belligerent", Role::Belligerent),
            ("mediator", Role::Mediator),
        ];
        let mut parties = Vec::new();
        for (id, node) in names("party", nodes)?.into_iter().zip(nodes) {
            let role = node.need("role")?.word("a role", &roles)?;
            parties.push((id.to_owned(), role));
        }
        let fights = |(_, (_, role)): &(usize, &(String, Role))| *role == Role::Belligerent;
        let belligerents = parties.iter().enumerate().filter(fights);
        if let Some((at, (id, _))) = belligerents.clone().nth(2) {
            return Err(nodes[at].need("role")?.error(Fault::Combination {
                found: format!("a third belligerent, `{id}`"),
                expected: "two, as a war of this format has two sides: `role = \"mediator\"` for whoever else is \
                           at the table, with an entry in `[talks.concession]` where it makes offers of its own"
                    .to_owned(),
            }));
        }
        root.check_count("belligerents", belligerents.count(), 2, 2)?;
        Ok(Self { parties })
    }

    /// The ids, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.parties.iter().map(|(id, _)| id.as_str())
    }

    /// The party that a node names.
    pub(crate) fn find(&self, node: &Node<'_>) -> Result<PartyIndex, ScenarioError> {
        let id = node.text()?;
        self.ids()
            .position(|known| known == id)
            .map(PartyIndex)
            .ok_or_else(|| node.names_no(id, "a party", self.ids()))
    }

    /// The party of this role that a node names.
    pub(crate) fn find_as(&self, role: Role, node: &Node<'_>) -> Result<PartyIndex, ScenarioError> {
        let ids = || {
            self.parties
                .iter()
                .filter(move |(_, known)| *known == role)
                .map(|(id, _)| id.as_str())
        };
        let what = match role {
            Role::Belligerent => "a belligerent",
            Role::Mediator => "a mediator",
        };
        let id = node.text()?;
        match ids().any(|known| known == id) {
            true => self.find(node),
            false => Err(node.names_no(id, what, ids())),
        }
    }

    /// The role of the party that a node names.
    pub(crate) fn role(&self, node: &Node<'_>) -> Result<Role, ScenarioError> {
        let party = self.find(node)?;
        Ok(self.parties[party.get()].1)
    }

    /// Whether the party at an index fights.
    pub(crate) fn fights(&self, party: usize) -> bool {
        self.parties
            .get(party)
            .is_some_and(|(_, role)| *role == Role::Belligerent)
    }
}
