//! Systems whose samples come from groups: what all samples show and what each group shows differ, as far
//! as it is the group that x1, x2 and y follow. Their own file: besides a table they have one a group.

use super::build::{Table, bernoulli, bit, flip, independent};
use super::catalogue::{Entry, Group, mixed};

/// Groups of samples, equally frequent.
const GROUPS: usize = 4;

/// Systems with groups, each with the function that makes the tables of its groups.
pub(super) const STRATIFIED: &[Entry] = &[
    Entry {
        name: "Z_confounded",
        title: "Confounded",
        description: "x1 and y both follow the group of the sample and nothing else; x2 is noise. Over all \
        samples x1 \
                      seems to know y, within a group it knows nothing.",
        group: Group::Stratified,
        rho: None,
        strengths: None,
        build: |_| whole(confounded),
        strata: Some(confounded),
    },
    Entry {
        name: "Z_masked",
        title: "Masked by the group",
        description: "y copies a bit of x1 in half of the groups and its inverse in the others, with 10 % \
        errors: \
                      over all samples x1 knows nothing.",
        group: Group::Stratified,
        rho: None,
        strengths: None,
        build: |_| whole(masked),
        strata: Some(masked),
    },
    Entry {
        name: "Z_idle",
        title: "Groups that say nothing",
        description: "All four atoms, and groups that neither x1, x2 nor y depends on.",
        group: Group::Stratified,
        rho: None,
        strengths: None,
        build: |_| whole(idle),
        strata: Some(idle),
    },
];

/// P(x1, x2, y) over all groups.
fn whole(strata: fn() -> Vec<Table>) -> Table {
    strata().into_iter().reduce(|sum, table| sum + table).expect("there are groups")
}

/// Every group's share of the tables that it makes.
fn groups(table: impl Fn(usize) -> Table) -> Vec<Table> {
    (0..GROUPS).map(|group| table(group) / GROUPS as f64).collect()
}

/// x1 = group + nuisance bit, y = group, each right with probability .85 and else any.
fn confounded() -> Vec<Table> {
    groups(|group| {
        let follows = |symbol: usize| 0.85 * f64::from(u8::from(symbol == group)) + 0.15 / GROUPS as f64;
        let y: Vec<f64> = (0..GROUPS).map(follows).collect();
        Table::from_shape_fn((2 * GROUPS, 8, GROUPS), |(z1, _, symbol)| follows(z1 / 2) / 16.0 * y[symbol])
    })
}

fn masked() -> Vec<Table> {
    groups(|group| independent([8, 8, 2], &|z1, _| bernoulli(flip(bit(z1, 0) ^ (group % 2), 0.1))))
}

fn idle() -> Vec<Table> {
    groups(|_| mixed())
}
