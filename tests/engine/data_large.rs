//! A file larger than 2^32 bytes: a sample of it is kept, then every sample is coded in a second pass.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;

use modalens::discretize::partition::{Fit, Which, fit};
use modalens::discretize::{Coder, prepare};
use modalens::options::Preparation;
use modalens::read::array::Reservoir;
use modalens::read::{Loader, Retain, Selection};

const ROWS: u64 = 4_500_000;
const FEATURES: u64 = 1000;
/// Every so many samples are of the second kind.
const EVERY: u64 = 50;

/// A sparse file: samples are zero, but for a few that are 200 in their first feature.
fn sparse() -> (File, u64) {
    let path = std::env::temp_dir().join(format!("modalens-large-{}.npy", std::process::id()));
    let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
    // The name goes at once, so that the file goes with the test whatever happens.
    std::fs::remove_file(&path).unwrap();
    let header = format!("{{'descr': '|u1', 'fortran_order': False, 'shape': ({ROWS}, {FEATURES}), }}\n");
    file.write_all(b"\x93NUMPY\x01\x00").unwrap();
    file.write_all(&u16::try_from(header.len()).unwrap().to_le_bytes()).unwrap();
    file.write_all(header.as_bytes()).unwrap();
    let start = 10 + header.len() as u64;
    let size = start + ROWS * FEATURES;
    file.set_len(size).unwrap();
    for row in (0..ROWS).step_by(EVERY as usize) {
        file.seek(SeekFrom::Start(start + row * FEATURES)).unwrap();
        file.write_all(&[200]).unwrap();
    }
    (file, size)
}

fn pass(file: &mut File, size: u64, retain: Retain) -> modalens::read::array::Array {
    let mut loader = Loader::new("large.npy", size, &Selection::default(), retain);
    read(file, |piece| loader.push(piece).unwrap());
    loader.finish().unwrap()
}

fn read(file: &mut File, mut take: impl FnMut(&[u8])) {
    file.seek(SeekFrom::Start(0)).unwrap();
    let mut piece = vec![0; 4 << 20];
    loop {
        match file.read(&mut piece).unwrap() {
            0 => return,
            read => take(&piece[..read]),
        }
    }
}

#[test]
#[ignore = "reads 4.5 GB twice"]
fn a_file_beyond_memory_is_sampled_then_coded() {
    let (mut file, size) = sparse();
    assert!(size > 1 << 32);
    let sample = pass(
        &mut file,
        size,
        Retain::Sample(Reservoir { bytes: 4 * 20_000 * FEATURES, seed: 7, input: 0, dropped: vec![] }),
    );
    assert_eq!((sample.facts.rows, sample.rows()), (ROWS as usize, 20_000));
    let preparation = Preparation { l2: false, ..Preparation::default() };
    let data = prepare(sample, &preparation, 0).unwrap();
    let which = Which { seed: 7, input: 0, number: 0 };
    let how = Fit { rows: 20_000, ..Fit::of(2, 1) };
    let found = fit(&data, which, how, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let codebook = data.codebook(found.centroids).unwrap();
    // The second kind in the sample: a fiftieth, within five standard deviations.
    let first = found.codes.unwrap().codes.iter().filter(|&&code| code == 0).count();
    let second = first.min(20_000 - first);
    assert!(second.abs_diff(400) < 100, "{second}");
    let mut coder = Coder::new("large.npy", size, &Selection::default(), vec![codebook]);
    read(&mut file, |piece| coder.push(piece).unwrap());
    let codes = &coder.finish(&[]).unwrap()[0];
    assert_eq!(codes.len() as u64, ROWS);
    for (row, code) in codes.iter().enumerate() {
        assert_eq!(*code == codes[0], (row as u64).is_multiple_of(EVERY), "{row}");
    }
}
