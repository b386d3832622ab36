//! N-Quads lines, sorted and each once, whatever their number: sorted runs on disk, merged into one compressed file.

use super::manifest::beside;
use crate::error::{Error, Result};
use crate::rdf::iri::hex;
use crate::rdf::pack::{Packer, Packing};
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Bytes of lines that are kept in memory.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Most runs that are merged at once: each costs a reader's window.
const MOST_RUNS: usize = 16;
const TYPE: &str = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

/// What was written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    pub quads: u64,
    pub bytes: u64,
    pub sha256: String,
    /// Resources by class.
    pub resources: BTreeMap<String, u64>,
}

/// Takes lines in any order.
pub(super) struct Sorter {
    /// Where runs are kept, until they are merged.
    folder: PathBuf,
    most: usize,
    lines: String,
    ends: Vec<usize>,
    runs: Vec<PathBuf>,
    made: usize,
}

impl Sorter {
    /// Runs are kept beside the file that is to become of them.
    pub fn new(target: &Path) -> Self {
        Self::with_memory(target, MOST_BYTES)
    }

    fn with_memory(target: &Path, most: usize) -> Self {
        Self { folder: beside(target), most, lines: String::new(), ends: Vec::new(), runs: Vec::new(), made: 0 }
    }

    /// Takes a line without its end.
    pub fn add(&mut self, line: &str) -> Result<()> {
        if !self.lines.is_empty() && self.lines.len() + line.len() > self.most {
            self.spill()?;
        }
        self.lines.push_str(line);
        self.ends.push(self.lines.len());
        Ok(())
    }

    /// Takes a file that is sorted already.
    #[expect(dead_code, reason = "the parts of a fetched catalogue are such files")]
    pub fn add_run(&mut self, path: PathBuf) {
        self.runs.push(path);
    }

    /// Writes all lines, sorted and each once; the file takes its place when it is whole.
    pub fn finish(mut self, target: &Path) -> Result<Written> {
        self.spill()?;
        while self.runs.len() > MOST_RUNS {
            let some: Vec<PathBuf> = self.runs.drain(..MOST_RUNS).collect();
            let run = self.next_run()?;
            merge(&some, &run)?;
            some.iter().filter(|run| run.starts_with(&self.folder)).for_each(|run| drop(fs::remove_file(run)));
            self.runs.push(run);
        }
        let new = beside(target).with_extension("whole");
        let written = merge(&self.runs, &new).and_then(|written| {
            fs::rename(&new, target).map_err(|source| Error::Write { path: target.to_owned(), source })?;
            Ok(written)
        });
        if written.is_err() {
            let _ = fs::remove_file(&new); // the error that counts is already known
        }
        written
    }

    fn next_run(&mut self) -> Result<PathBuf> {
        fs::create_dir_all(&self.folder).map_err(|source| Error::Write { path: self.folder.clone(), source })?;
        self.made += 1;
        Ok(self.folder.join(format!("{}.nq.zst", self.made)))
    }

    fn spill(&mut self) -> Result<()> {
        if self.ends.is_empty() {
            return Ok(());
        }
        let run = self.next_run()?;
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let mut lines: Vec<&str> = starts.zip(&self.ends).map(|(start, &end)| &self.lines[start..end]).collect();
        lines.sort_unstable();
        lines.dedup();
        let mut out = Target::create(&run)?;
        for line in lines {
            out.line(line)?;
        }
        out.finish()?;
        self.lines.clear();
        self.ends.clear();
        self.runs.push(run);
        Ok(())
    }
}

impl Drop for Sorter {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder); // nowhere is left to complain to
    }
}

fn merge(runs: &[PathBuf], target: &Path) -> Result<Written> {
    let mut sources = runs.iter().map(|run| Source::open(run)).collect::<Result<Vec<_>>>()?;
    let mut heap = BinaryHeap::new();
    for (at, source) in sources.iter_mut().enumerate() {
        heap.extend(source.next_line()?.map(|line| Reverse((line, at))));
    }
    let mut out = Target::create(target)?;
    let mut counter = Counter::default();
    let mut last = String::new();
    while let Some(Reverse((line, at))) = heap.pop() {
        if line != last {
            out.line(&line)?;
            counter.count(&line);
            last = line;
        }
        heap.extend(sources[at].next_line()?.map(|line| Reverse((line, at))));
    }
    let (bytes, sha256) = out.finish()?;
    Ok(Written { quads: counter.quads, bytes, sha256, resources: counter.resources })
}

/// Counts the lines, and the resources of each class.
#[derive(Default)]
struct Counter {
    quads: u64,
    resources: BTreeMap<String, u64>,
    last: (String, String),
}

impl Counter {
    fn count(&mut self, line: &str) {
        self.quads += 1;
        let mut words = line.splitn(4, ' ');
        let (Some(subject), Some(TYPE), Some(class)) = (words.next(), words.next(), words.next()) else { return };
        // A resource that has its class in two graphs is one: its lines stand together.
        if (self.last.0.as_str(), self.last.1.as_str()) != (subject, class) {
            *self.resources.entry(class.trim_matches(['<', '>']).to_owned()).or_default() += 1;
            self.last = (subject.to_owned(), class.to_owned());
        }
    }
}

/// A run that is read.
struct Source {
    path: PathBuf,
    reader: BufReader<Box<dyn Read>>,
}

impl Source {
    fn open(path: &Path) -> Result<Self> {
        let unreadable = |source| Error::Read { path: path.to_owned(), source };
        let file = BufReader::new(File::open(path).map_err(unreadable)?);
        Ok(Self { path: path.to_owned(), reader: BufReader::new(Packing::Zstd.unpack(file).map_err(unreadable)?) })
    }

    fn next_line(&mut self) -> Result<Option<String>> {
        let mut line = String::new();
        let read = self.reader.read_line(&mut line).map_err(|source| Error::Read { path: self.path.clone(), source })?;
        line.truncate(line.trim_end_matches('\n').len());
        Ok((read > 0).then_some(line))
    }
}

/// A file that is written, and hashed on the way.
struct Target {
    path: PathBuf,
    out: Packer<Hashed<BufWriter<File>>>,
}

impl Target {
    fn create(path: &Path) -> Result<Self> {
        let unwritable = |source| Error::Write { path: path.to_owned(), source };
        let file = BufWriter::new(File::create(path).map_err(unwritable)?);
        Ok(Self { path: path.to_owned(), out: Packing::Zstd.pack(Hashed::new(file)).map_err(unwritable)? })
    }

    fn line(&mut self, line: &str) -> Result<()> {
        let written = self.out.write_all(line.as_bytes()).and_then(|()| self.out.write_all(b"\n"));
        written.map_err(|source| Error::Write { path: self.path.clone(), source })
    }

    fn finish(self) -> Result<(u64, String)> {
        let unwritable = |source| Error::Write { path: self.path.clone(), source };
        let hashed = self.out.finish().map_err(unwritable)?;
        let (bytes, sha256) = (hashed.bytes, hex(&hashed.digest.finalize()));
        let file = hashed.inner.into_inner().map_err(|error| unwritable(error.into_error()))?;
        file.sync_all().map_err(unwritable)?;
        Ok((bytes, sha256))
    }
}

/// A reader or writer that hashes and counts what passes.
pub(super) struct Hashed<T> {
    pub inner: T,
    pub bytes: u64,
    pub digest: Sha256,
}

impl<T> Hashed<T> {
    pub fn new(inner: T) -> Self {
        Self { inner, bytes: 0, digest: Sha256::new() }
    }
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &Path) -> Vec<String> {
        let mut source = Source::open(path).expect("a file");
        std::iter::from_fn(|| source.next_line().expect("a line")).collect()
    }

    #[test]
    fn lines_that_do_not_fit_in_memory_are_sorted_and_stand_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("a.nq.zst");
        let mut sorter = Sorter::with_memory(&target, 64);
        // 300 lines of some 20 bytes: more runs than are merged at once.
        for n in (0..150).chain((0..150).rev()) {
            sorter.add(&format!("<x:{n:03}> {TYPE} <x:C> .")).expect("taken");
        }
        let written = sorter.finish(&target).expect("written");
        let expected: Vec<String> = (0..150).map(|n| format!("<x:{n:03}> {TYPE} <x:C> .")).collect();
        assert_eq!(lines(&target), expected);
        assert_eq!((written.quads, written.resources.get("x:C")), (150, Some(&150)));
        let bytes = fs::read(&target).expect("bytes");
        assert_eq!((written.bytes, written.sha256), (bytes.len() as u64, hex(&Sha256::digest(&bytes))));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "runs are gone");
    }

    #[test]
    fn a_resource_in_two_graphs_is_one() {
        let mut counter = Counter::default();
        for graph in ["<x:g>", "<x:h>"] {
            counter.count(&format!("<x:s> {TYPE} <x:C> {graph} ."));
        }
        counter.count("<x:s> <x:p> \"a b\" .");
        assert_eq!((counter.quads, counter.resources.get("x:C")), (3, Some(&1)));
    }
}
