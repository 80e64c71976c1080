//! Choice of K, agreement of seeds and checks.

use modalens::check::{Compared, Facts, Level, RankedOtherwise, Same, StrataFacts, checks};
use modalens::data::codes::Codes;
use modalens::discretize::agreement::adjusted_rand;
use modalens::discretize::choose_k::{self, Reason, Tried, choose, grid, target_codes};
use modalens::infer::{Share, Undefined};
use modalens::read::array::Ids;
use modalens::synthetic::{GenerateOptions, generate};

fn codes(codes: Vec<u32>) -> Codes {
    let size = codes.iter().max().map_or(1, |&most| most as usize + 1);
    Codes { codes, size }
}

fn try_codes(k: usize, codes: [&Codes; 3], seed: u64) -> Tried {
    choose_k::try_codes(k, codes, seed, &mut || Ok(())).unwrap()
}

#[test]
fn grid_keeps_samples_in_cells() {
    assert_eq!(grid(2000, 10), [2, 4, 6, 8, 12]);
    assert_eq!(grid(1_000_000, 2), [2, 4, 6, 8, 12, 16, 24, 32]);
    assert_eq!(grid(20, 10), [2]);
    assert_eq!(
        [target_codes(10), target_codes(500), target_codes(2000), target_codes(1 << 40)],
        [2, 2, 4, 8]
    );
}

/// A K that keeps so many bits with so many samples per cell.
fn tried(k: usize, bits: f64, samples_per_cell: f64) -> Tried {
    let held_out = [0.0, 0.0, bits * std::f64::consts::LN_2];
    Tried { k, held_out, samples_per_cell, synergy_width: Some(0.1) }
}

#[test]
fn choice_is_the_smallest_k_near_the_best() {
    let chosen = |all: &[Tried]| choose(all).map(|choice| (choice.k, choice.reason));
    let many = [tried(8, 1.0, 9.0), tried(2, 0.5, 90.0), tried(4, 0.985, 30.0)];
    assert_eq!(chosen(&many), Some((4, Reason::Best)));
    assert_eq!(chosen(&[]), None);
    assert_eq!(chosen(&[tried(2, -0.3, 0.5)]), Some((2, Reason::EnoughKept)));
}

#[test]
fn choice_stays_where_synergy_can_be_trusted_unless_that_keeps_too_little() {
    let chosen = |all: &[Tried]| choose(all).map(|choice| (choice.k, choice.reason));
    let mut all = vec![tried(2, 1.7, 53.0), tried(6, 3.7, 5.9), tried(8, 4.1, 3.3), tried(12, 4.7, 1.5)];
    assert_eq!(chosen(&all), Some((6, Reason::EnoughSamples)));
    // Six codes would keep a half: eight keep enough, and twelve would cost more for what they add.
    all[1] = tried(6, 2.4, 5.9);
    assert_eq!(chosen(&all), Some((8, Reason::EnoughKept)));
}

#[test]
fn the_width_of_synergy_is_foreseen() {
    use modalens::data::counts::Counts;
    use modalens::infer::{InferenceOptions, infer};
    for name in ["E_null", "A_mixed", "VLM_cat_sym", "B_red", "L_atoms", "K_ciQ"] {
        for n in [600, 2000] {
            let sample = generate(name, &GenerateOptions { n, d: 1, ..GenerateOptions::default() }).unwrap();
            let [x1, x2] = [0, 1].map(|m| codes(sample.states[m].clone()));
            let y = codes(sample.y);
            let foreseen = try_codes(8, [&x1, &x2, &y], 7).synergy_width.unwrap();
            let counts = Counts::from_codes(&x1, &x2, &y).unwrap();
            let options = InferenceOptions { seed: 7, tolerance: 1e-4 };
            let go_on = &mut |_, _, _| std::ops::ControlFlow::Continue(());
            let found = infer(&counts, &options, go_on).unwrap().alone.estimates.synergy;
            let ratio = foreseen / (found.upper - found.lower);
            assert!((0.5..2.0).contains(&ratio), "{name} {n}: {ratio}");
        }
    }
}

/// States merged pairwise until `k` are left; the nuisance bits go first.
fn coarse(states: &[u32], k: u32) -> Codes {
    codes(states.iter().map(|z| z % k).collect())
}

#[test]
fn held_out_information_keeps_what_only_both_tell() {
    let sample =
        generate("C_xor", &GenerateOptions { n: 2000, d: 1, ..GenerateOptions::default() }).expect("sample");
    let y = codes(sample.y.clone());
    // The lowest bit tells: one code loses it, two keep it, eight add nothing.
    let all = [1, 2, 8].map(|k| {
        let [x1, x2] = [0, 1].map(|source| coarse(&sample.states[source], k));
        try_codes(k as usize, [&x1, &x2, &y], 1)
    });
    assert_eq!(choose(&all).unwrap().k, 2, "{all:?}");
    // I1 = I2 = 0 and I12 = 0.531 bits.
    assert!((all[1].kept() / std::f64::consts::LN_2 - 0.531).abs() < 0.06, "{all:?}");
    assert_eq!(all[2].samples_per_cell, 2000.0 / 128.0);
}

#[test]
fn held_out_information_of_noise_is_not_positive() {
    let sample =
        generate("E_null", &GenerateOptions { n: 1000, d: 1, ..GenerateOptions::default() }).expect("sample");
    let [x1, x2] = [0, 1].map(|m| codes(sample.states[m].clone()));
    assert!(try_codes(8, [&x1, &x2, &codes(sample.y.clone())], 1).kept() < 0.0);
    // A symbol of y that only one fold has, and a table without samples.
    let rare = codes((0..20).map(|i| u32::from(i == 3)).collect());
    assert!(try_codes(1, [&codes(vec![0; 20]), &codes(vec![0; 20]), &rare], 1).kept().is_finite());
    let none = codes(vec![]);
    let nothing = try_codes(2, [&none, &none, &none], 1);
    assert_eq!((nothing.kept(), nothing.synergy_width), (0.0, None));
}

#[test]
fn adjusted_rand_of_known_partitions() {
    assert_eq!(adjusted_rand(&[0, 0, 1, 1], &[5, 5, 2, 2]), 1.0);
    // Hubert and Arabie's index by hand: pairs together 0 of 2 and 2, expected 2/3.
    assert!((adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) + 0.5).abs() < 1e-12);
    assert_eq!(adjusted_rand(&[3; 7], &[1; 7]), 1.0);
    assert_eq!(adjusted_rand(&[], &[]), 1.0);
}

fn ranked() -> RankedOtherwise {
    RankedOtherwise { by_codes: "text".into(), by_probe: "image".into(), probe_bits: 0.4 }
}

fn facts() -> Facts {
    Facts {
        names: ["image".into(), "text".into(), "answer".into()],
        n: 1906,
        shape: [8, 8, 9],
        clustered: [true, true, false],
        fitted_on: [Some(1000), None, None],
        agreement: [Some(0.62), Some(0.37)],
        h_y_bits: 3.0,
        gap_bits: 1e-7,
        delta_bits: Some(0.02),
        contribution: Some(Share::Undefined { reason: Undefined::NothingUnique }),
        shapley: Some(Share::Defined { estimate: 0.5, lower: 0.4, upper: 0.6 }),
        apart: Some([false; 3]),
        repeated: [Some(0); 2],
        ids: [None, None, None],
        kept: [Some(0.71), Some(0.55), None],
        ranked_otherwise: None,
        tie: Some(true),
        lone: Some(0.01),
        merged: None,
        answers: None,
        scores: None,
        same: None,
        strata: None,
    }
}

#[test]
fn messages_say_fact_threshold_effect_action() {
    let all = checks(&facts());
    let message =
        |code: &str| all.iter().find(|c| c.code() == code).map(|c| (c.level, c.message())).expect(code);
    assert_eq!(
        message("samples_per_triple_cell"),
        (
            Level::Caution,
            "3.3 samples per cell, 4 wanted. The interval of synergy may be too narrow. Run K = \
        6, or bring 2,304 samples."
                .into()
        )
    );
    assert_eq!(
        message("samples_per_pair_cell"),
        (Level::Pass, "26 samples per pair cell, 16 wanted.".into())
    );
    assert!(
        message("contribution_undefined").1.starts_with("Contributions are undefined, because what either")
    );
    assert!(all.is_sorted_by_key(|check| check.level));
}

#[test]
fn codes_that_lose_what_a_probe_reads_are_told_with_the_way_on() {
    let of = |kept: [Option<f64>; 3]| -> Option<(Level, String)> {
        let all = checks(&Facts { kept, ..facts() });
        all.iter().find(|check| check.code() == "kept").map(|check| (check.level, check.message()))
    };
    let (level, message) = of([Some(0.71), Some(0.55), Some(0.3)]).unwrap();
    assert_eq!(
        (level, message.as_str()),
        (
            Level::Caution,
            "Codes keep 71 % of what a linear probe reads from image, 55 % from text and 30 % from both, 70 \
             % wanted. The atoms describe the lesser part of what there is to know. Use more codes, or \
             label-aware ones beside (discretiser: probe)."
        )
    );
    let (level, message) = of([Some(0.71), Some(0.55), None]).unwrap();
    assert_eq!(level, Level::Note);
    assert!(message.contains("What the codes lose is in no atom."), "{message}");
    assert_eq!(of([Some(0.9); 3]).unwrap().0, Level::Pass);
    assert_eq!(of([None; 3]), None);
    let all = checks(&Facts { ranked_otherwise: Some(ranked()), ..facts() });
    let check = all.iter().find(|check| check.code() == "ranked_otherwise").expect("told");
    assert!(
        check
            .message()
            .starts_with("Codes tell more of text, but a linear probe reads 0.40 bits more from image.")
    );
}

#[test]
fn levels_follow_the_samples_per_cell() {
    const TABLE: [&str; 2] = ["samples_per_triple_cell", "synergy_hidden"];
    let level = |n: u64| {
        let all = checks(&Facts { n, ..facts() });
        let check = all.iter().find(|c| TABLE.contains(&c.code())).expect("always looked at").clone();
        (check.level, check.hides_synergy())
    };
    assert_eq!(level(2304), (Level::Pass, false));
    assert_eq!(level(600), (Level::Caution, false));
    assert_eq!(level(500), (Level::Stop, false));
    assert_eq!(level(100), (Level::Stop, true));
}

#[test]
fn hidden_synergy_has_its_own_code() {
    let code = |n: u64| checks(&Facts { n, ..facts() }).iter().any(|c| c.code() == "synergy_hidden");
    assert!(code(143), "0.248 samples a cell");
    assert!(!code(144), "a quarter");
}

#[test]
fn one_source_given_twice_is_noted() {
    let said = |same| {
        let all = checks(&Facts { same, ..facts() });
        all.iter().find(|c| c.code() == "same_sources").map(|c| (c.level, c.message()))
    };
    assert_eq!(said(None), None);
    let (level, message) = said(Some(Same::Content)).unwrap();
    assert_eq!(level, Level::Note);
    assert!(
        message.starts_with("image and text hold the same numbers. All that they know is shared;"),
        "{message}"
    );
    assert!(said(Some(Same::Codes)).unwrap().1.starts_with("The codes of image and text are the same."));
}

#[test]
fn a_gap_that_is_rounding_is_only_bounded() {
    let message = |gap_bits| {
        let all = checks(&Facts { gap_bits, ..facts() });
        all.iter().find(|c| c.code() == "gap").unwrap().message()
    };
    assert_eq!(message(-8e-17), "Certified to less than 10⁻¹² bits, 0.001 tolerated.");
    assert_eq!(message(4.5e-7), "Certified to 4.5 × 10⁻⁷ bits, 0.001 tolerated.");
}

/// Names of samples in one of two orders.
fn ids(order: &str) -> Ids {
    Ids { column: "id".into(), order: order.into(), samples: "all".into() }
}

#[test]
fn tables_that_name_their_samples_must_do_so_in_one_order() {
    let of = |ids: [Option<Ids>; 3]| {
        let all = checks(&Facts { ids, ..facts() });
        all.iter().find(|check| check.code() == "order").map(|check| (check.level, check.message()))
    };
    assert_eq!(of([Some(ids("a")), None, None]), None);
    let other = Ids { column: "number".into(), ..ids("b") };
    assert_eq!(of([Some(ids("a")), Some(other), None]), None);
    assert_eq!(of([Some(ids("a")), None, Some(ids("a"))]).expect("looked at").0, Level::Pass);
    let (level, message) = of([Some(ids("a")), Some(ids("a")), Some(ids("b"))]).expect("looked at");
    assert_eq!(level, Level::Stop);
    assert!(message.starts_with("image and answer name the same samples in different orders"), "{message}");
    let others = Ids { samples: "others".into(), ..ids("b") };
    let (_, message) = of([Some(ids("a")), Some(others), None]).expect("looked at");
    assert!(message.starts_with("image and text name different samples, in column \"id\"."), "{message}");
}

#[test]
fn every_check_can_fail() {
    let bad = Facts {
        n: 10,
        h_y_bits: 0.0,
        gap_bits: 0.5,
        delta_bits: Some(0.3),
        clustered: [false; 3],
        agreement: [Some(0.1); 2],
        lone: Some(0.2),
        apart: Some([true; 3]),
        repeated: [Some(3); 2],
        ids: [Some(ids("a")), Some(ids("b")), None],
        kept: [Some(0.2); 3],
        ranked_otherwise: Some(ranked()),
        ..facts()
    };
    let all = checks(&bad);
    assert!(all.iter().all(|check| check.level != Level::Pass));
    assert_eq!(all.iter().filter(|check| check.level == Level::Stop).count(), 6);
    let pair = all.iter().find(|c| c.code() == "samples_per_pair_cell").expect("looked at");
    assert_eq!(pair.action(), "Merge symbols, or bring 1,152 samples.");
}

#[test]
fn advice_names_only_what_there_is() {
    let message = |code: &str, facts: &Facts| {
        checks(facts).iter().find(|c| c.code() == code).map(modalens::check::Check::message)
    };
    let undefined = |reason| Some(Share::Undefined { reason });
    let shares = message("contribution_undefined", &facts()).unwrap();
    assert!(shares.contains("Shapley shares"), "{shares}");
    let none = Facts { shapley: undefined(Undefined::NoInformation), ..facts() };
    let without = message("contribution_undefined", &none).unwrap();
    assert!(
        !without.contains("Shapley") && without.contains("Compare the modalities by I(X1;Y)"),
        "{without}"
    );
    let lone = Facts { contribution: undefined(Undefined::LoneSamples), lone: Some(0.3), ..facts() };
    assert_eq!(message("contribution_undefined", &lone), None, "no comparison is advised");
}

#[test]
fn repeated_samples_are_counted_where_both_sources_repeat() {
    let told = |repeated| {
        let all = checks(&Facts { repeated, ..facts() });
        all.iter().find(|c| c.code() == "repeated_samples").map(|c| (c.level, c.message()))
    };
    assert_eq!(told([None, Some(40)]), None);
    assert_eq!(told([Some(0), Some(400)]).unwrap().0, Level::Pass, "one image with several questions");
    let (level, message) = told([Some(700), Some(500)]).unwrap();
    assert_eq!(level, Level::Caution);
    // 1,906 samples are worth 1,406: sqrt(1906 / 1406) = 1.164.
    let expected = "only 1,406 are known, and intervals are 16 % too narrow";
    assert!(message.contains(expected), "{message}");
}

#[test]
fn sources_whose_solutions_differ_are_told_of_once() {
    let said = |agreement| {
        let all = checks(&Facts { agreement, ..facts() });
        let told = all.into_iter().filter(|check| check.code() == "seed_agreement");
        told.map(|check| (check.level, check.fact())).collect::<Vec<_>>()
    };
    let both = "K-means solutions agree at 0.37 for image and 0.29 for text, 0.4 wanted.";
    assert_eq!(said([Some(0.37), Some(0.29)]), [(Level::Caution, both.into())]);
    let one = said([Some(0.37), Some(0.62)]);
    assert_eq!(one[0], (Level::Caution, "K-means solutions agree at 0.37 for image, 0.4 wanted.".into()));
    let passed = "K-means solutions agree at 0.62 for text, 0.4 wanted; intervals include that they differ.";
    assert_eq!(one[1], (Level::Pass, passed.into()));
}

#[test]
fn strata_that_differ_are_named_without_their_numbers() {
    let atom = |what: &str| Compared {
        what: what.into(),
        bits: [[1.0, 0.9, 1.1], [0.2, 0.1, 0.3]],
        present: [true; 2],
    };
    let said = |atoms| {
        let rankings = [modalens::infer::Ranking::None; 2];
        let strata = Some(StrataFacts { atoms, rankings, n: 1906, left_out: (vec![], 40), mean: true });
        let all = checks(&Facts { strata, ..facts() });
        all.iter().find(|check| check.code() == "strata_differ").map(|check| (check.level, check.fact()))
    };
    let two = vec![atom("redundancy"), atom("synergy")];
    assert_eq!(said(two), Some((Level::Caution, "Within strata redundancy and synergy differ.".into())));
    let none = (Level::Pass, "Strata show the same atoms as all samples.".to_owned());
    assert_eq!(said(vec![]), Some(none));
}

#[test]
fn a_message_is_its_parts_and_a_passed_check_has_no_advice() {
    for check in checks(&facts()) {
        let parts = [check.fact(), check.effect(), check.action()];
        let joined = parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        assert_eq!(check.message(), joined);
        assert!(check.level != Level::Pass || parts[1..].iter().all(String::is_empty), "{parts:?}");
    }
}
