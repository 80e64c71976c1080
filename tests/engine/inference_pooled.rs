//! One answer from several partitions: the arithmetic by hand, claims from pooled values, laws.

use modalens::infer::{
    Correlation, Estimate, FLOOR, IntervalMethod, Part, Pooled, Quantities, Ranking, Share, Undefined,
    mean_over_strata, pool,
};

/// Student's t of twenty groups.
const T: f64 = 2.093;

fn estimate(value: f64, se: f64) -> Estimate {
    Estimate {
        plugin: value + 0.1,
        estimate: value,
        se,
        se_within: se,
        se_between: 0.0,
        lower: value - T * se,
        upper: value + T * se,
        method: IntervalMethod::Jackknife,
    }
}

/// A partition with these atoms (redundancy, uniques, synergy), all with the same error.
fn part(atoms: [f64; 4], se: f64) -> Part {
    let [r, u1, u2, s] = atoms;
    let of = |value| estimate(value, se);
    Part {
        n: 1000,
        estimates: Quantities {
            i1: of(r + u1),
            i2: of(r + u2),
            i12: of(r + u1 + u2 + s),
            union: of(r + u1 + u2),
            redundancy: of(r),
            unique1: of(u1),
            unique2: of(u2),
            synergy: of(s),
        },
        difference: of(u1 - u2),
        uniques: of(u1 + u2),
        correlation: Correlation { uniques: 0.0, informations: 0.0 },
        delta: 0.01,
        tie: false,
        lone: 0.0,
        per_cell: 4.0,
        apart: [false; 3],
    }
}

fn pooled(parts: &[Part]) -> Pooled {
    pool(parts, 7).expect("partitions")
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

#[test]
fn two_partitions_by_hand() {
    let parts = [part([0.5, 0.3, 0.1, 0.2], 0.03), part([0.6, 0.3, 0.2, 0.1], 0.04)];
    let found = pooled(&parts);
    let r = found.estimates.redundancy;
    close(r.estimate, 0.55);
    close(r.plugin, 0.65);
    // W = (.0009 + .0016) / 2, B = .005, B / 2 = .0025.
    close(r.se_within * r.se_within, 0.00125);
    close(r.se_between * r.se_between, 0.0025);
    close(r.se * r.se, 0.00375);
    close(r.lower, 0.55 - T * 0.00375_f64.sqrt());
    close(r.upper, 0.55 + T * 0.00375_f64.sqrt());
    // The same value in both: nothing between.
    assert_eq!(found.estimates.unique1.se_between, 0.0);
    close(found.difference.estimate, 0.15);
    assert_eq!(found.partitions, 2);
    close(found.delta, 0.01);
}

#[test]
fn partitions_share_their_samples_so_that_repeating_one_gains_nothing() {
    let one = part([0.5, 0.3, 0.1, 0.2], 0.03);
    let (alone, repeated) = (pooled(&[one]), pooled(&[one; 10]));
    for (a, b) in [
        (alone.estimates.synergy, repeated.estimates.synergy),
        (alone.difference, repeated.difference),
        (alone.displayed.i12, repeated.displayed.i12),
    ] {
        close(a.lower, b.lower);
        close(a.upper, b.upper);
        close(a.estimate, b.estimate);
    }
    assert!(pool(&[], 7).is_none());
}

#[test]
fn widenings_of_one_side_are_averaged_as_they_are() {
    let mut tied = part([0.5, 0.3, 0.1, 0.2], 0.03);
    tied.estimates.redundancy.upper += 0.08;
    tied.estimates.unique2.lower -= 0.04;
    tied.tie = true;
    let plain = part([0.5, 0.3, 0.1, 0.2], 0.03);
    let (found, without) = (pooled(&[tied, plain]), pooled(&[plain; 2]));
    close(found.estimates.redundancy.upper, without.estimates.redundancy.upper + 0.04);
    close(found.estimates.redundancy.lower, without.estimates.redundancy.lower);
    close(found.estimates.unique2.lower, without.estimates.unique2.lower - 0.02);
    assert!(found.tie && !without.tie);
}

#[test]
fn claims_follow_from_the_pooled_interval_and_the_count_describes() {
    // Present in four of five, but the fifth moves the pooled lower end below the floor.
    let mut parts = vec![part([0.5, 0.05, 0.4, 0.2], 0.01); 4];
    parts.push(part([0.5, -0.15, 0.4, 0.2], 0.01));
    let found = pooled(&parts);
    assert_eq!((found.present_in.unique1, found.claims.present.unique1), (4, false));
    assert!(found.estimates.unique1.lower <= FLOOR);
    // What no partition shows alone is shown by none pooled with the same error.
    assert_eq!((found.present_in.redundancy, found.claims.present.redundancy), (5, true));
    assert_eq!((found.claims.ranking, found.ranked_in), (Ranking::X2, 5));
}

#[test]
fn one_partition_in_which_the_ranking_is_turned_is_outvoted_or_widens() {
    let x1 = part([0.5, 0.30, 0.10, 0.2], 0.01);
    let x2 = part([0.5, 0.10, 0.30, 0.2], 0.01);
    assert_eq!(pooled(&[x1, x1, x2]).claims.ranking, Ranking::None);
    let most = pooled(&[x1, x1, x1, x1, x1, x1, x1, x1, x1, x2]);
    assert_eq!((most.claims.ranking, most.ranked_in), (Ranking::X1, 9));
}

#[test]
fn shares_follow_from_pooled_values() {
    let parts = [part([0.2, 0.5, 0.1, 0.2], 0.01), part([0.2, 0.3, 0.1, 0.2], 0.01)];
    let Share::Defined { estimate, lower, upper } = pooled(&parts).contribution[0] else {
        panic!("both uniques are there");
    };
    close(estimate, 0.8);
    assert!(lower < 0.75 && upper > 0.82, "the partitions' own are .75 and .83: {lower} {upper}");
    let Share::Defined { estimate, .. } = pooled(&parts).shapley[0] else { panic!("there is information") };
    // I1 - I2 = .3, I12 = .9.
    close(estimate, 0.5 + 0.5 * 0.3 / 0.9);
    let nothing = pooled(&[part([0.5, 0.0, 0.0, 0.1], 0.01); 3]);
    assert_eq!(nothing.contribution[1], Share::Undefined { reason: Undefined::NothingUnique });
}

#[test]
fn shown_values_are_those_of_some_distribution() {
    let found = pooled(&[part([0.5, -0.02, 0.1, -0.03], 0.01), part([0.5, -0.01, 0.1, -0.01], 0.02)]);
    let q = found.displayed.map(|e| e.estimate);
    close(q.redundancy + q.unique1, q.i1);
    close(q.redundancy + q.unique1 + q.unique2 + q.synergy, q.i12);
    assert!(q.unique1 >= 0.0 && q.synergy >= 0.0);
    assert!(found.estimates.synergy.estimate < 0.0, "tests use unprojected values");
    assert!(found.displayed.synergy.upper >= FLOOR);
}

#[test]
fn strata_are_averaged_within_a_partition_and_pooled_over_partitions() {
    let sized = |n: u64, atoms, se| Part { n, ..part(atoms, se) };
    let mean = |shift: f64| {
        let strata =
            [sized(300, [0.5 + shift, 0.3, 0.1, 0.2], 0.03), sized(100, [0.1 + shift, 0.3, 0.1, 0.2], 0.04)];
        mean_over_strata(&strata).expect("two strata")
    };
    let own = mean(0.0);
    close(own.estimates.redundancy.estimate, 0.4);
    // Independent samples: errors add in squares.
    let se = (0.75_f64 * 0.03).hypot(0.25 * 0.04);
    close(own.estimates.redundancy.se, se);
    close(own.estimates.redundancy.lower, 0.4 - T * se);
    assert_eq!(own.n, 400);
    let found = pooled(&[mean(0.0), mean(0.1)]).estimates.redundancy;
    close(found.estimate, 0.45);
    close(found.se * found.se, se * se + 0.005 / 2.0);
    assert!(mean_over_strata(&[]).is_none());
}

#[test]
fn a_share_is_as_uncertain_as_the_floor() {
    // U2 is not resolved: at most 0.01 bit, so that C1 is not known to be 1.
    let mut one = part([0.5, 0.3, 0.0, 0.2], 0.01);
    one.estimates.unique2 = estimate(0.0, 0.0);
    let found = pooled(&[one; 2]);
    let Share::Defined { lower, .. } = found.contribution[0] else { panic!("x1 has something of its own") };
    assert!((0.95..0.99).contains(&lower), "{lower}");
}

#[test]
fn where_synergy_is_hidden_so_is_what_follows_from_it() {
    let sparse = Part { per_cell: 0.2, ..part([0.5, 0.3, 0.1, 0.2], 0.01) };
    let found = pooled(&[sparse; 3]);
    assert!(!found.claims.present.synergy && !found.claims.present.i12 && found.claims.present.unique1);
    assert_eq!(found.shapley, [Share::Undefined { reason: Undefined::SynergyHidden }; 2]);
    assert!(matches!(found.contribution[0], Share::Defined { .. }));
}
