//! From one RDF syntax to another, streaming, compressed or not.

use crate::error::{Error, Result};
use crate::rdf::format::rdf_format_of;
use crate::rdf::pack::Packing;
use crate::rdf::read;
use oxigraph::io::{RdfFormat, RdfParser, RdfSerializer};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// One end of a conversion.
#[derive(Debug, Clone)]
pub struct End {
    /// The file; nothing for stdin or stdout.
    path: Option<PathBuf>,
    format: RdfFormat,
    packing: Packing,
}

impl End {
    /// A file, or stdin or stdout for `-`; the format is given or told by the name, such as `data.ttl.gz`.
    pub fn new(path: &Path, format: Option<RdfFormat>) -> Result<Self> {
        let (packing, inner) = Packing::of(path);
        let format = match format {
            Some(format) => format,
            None => rdf_format_of(&inner)?,
        };
        Ok(Self { path: (path != Path::new("-")).then(|| path.to_owned()), format, packing })
    }

    fn name(&self) -> PathBuf {
        self.path.clone().unwrap_or_else(|| "-".into())
    }

    /// The size of the file in bytes, where there is one.
    pub fn size(&self) -> Option<u64> {
        self.path.as_ref().and_then(|path| fs::metadata(path).ok()).map(|metadata| metadata.len())
    }
}

/// Converts; `wrap` may watch the bytes as they are read. Gives the number of quads.
///
/// A file is written under another name and takes its place when it is whole: a mistake leaves what was there.
pub fn convert(
    from: &End,
    to: &End,
    stdin: impl Read + 'static,
    stdout: impl Write,
    wrap: impl FnOnce(Box<dyn Read>) -> Box<dyn Read>,
) -> Result<u64> {
    let raw: Box<dyn Read> = match &from.path {
        Some(path) => Box::new(read::bytes(path)?),
        None => Box::new(stdin),
    };
    let reader = read::text(from.packing, &from.name(), wrap(raw))?;
    let Some(target) = &to.path else {
        let (quads, mut out) = pour(from, to, reader, BufWriter::new(stdout))?;
        out.flush().map_err(Error::Output)?;
        return Ok(quads);
    };
    // A link is followed; a device or pipe is written to as it is.
    let target = &fs::canonicalize(target).unwrap_or_else(|_| target.clone());
    let unwritable = |source| Error::Write { path: target.clone(), source };
    if fs::metadata(target).is_ok_and(|found| !found.is_file()) {
        let (quads, mut out) = pour(from, to, reader, BufWriter::new(File::options().write(true).open(target).map_err(unwritable)?))?;
        out.flush().map_err(Error::Output)?;
        return Ok(quads);
    }
    let mut new = target.clone().into_os_string();
    new.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(new);
    let file = BufWriter::new(File::options().write(true).create_new(true).open(&new).map_err(unwritable)?);
    let poured = pour(from, to, reader, file);
    let placed = poured.and_then(|(quads, file)| {
        file.into_inner().map_err(|error| unwritable(error.into_error()))?.sync_all().map_err(unwritable)?;
        fs::rename(&new, target).map_err(unwritable)?;
        Ok(quads)
    });
    if placed.is_err() {
        let _ = fs::remove_file(&new); // the error that counts is already known
    }
    placed
}

fn pour<W: Write>(from: &End, to: &End, reader: impl Read, out: W) -> Result<(u64, W)> {
    let (quads, packer) = write_quads(from, to, reader, to.packing.pack(out).map_err(Error::Output)?)?;
    Ok((quads, packer.finish().map_err(Error::Output)?))
}

fn write_quads<W: Write>(from: &End, to: &End, reader: impl Read, out: W) -> Result<(u64, W)> {
    let mut parser = RdfParser::from_format(from.format).for_reader(reader);
    let first = parser.next();
    let mut serializer = RdfSerializer::from_format(to.format);
    // The prefixes that stand before the first statement, which is where nearly all of them do.
    for (prefix, namespace) in parser.prefixes() {
        serializer = serializer.clone().with_prefix(prefix, namespace).unwrap_or(serializer);
    }
    let mut serializer = serializer.for_writer(out);
    let mut quads = 0;
    for quad in first.into_iter().chain(parser) {
        let quad = quad.map_err(|error| Error::RdfSyntax { path: from.name(), problem: error.to_string() })?;
        if !to.format.supports_datasets() && !quad.graph_name.is_default_graph() {
            return Err(Error::GraphLost { path: to.name(), graph: quad.graph_name.to_string() });
        }
        serializer.serialize_quad(&quad).map_err(|source| match source.kind() {
            io::ErrorKind::InvalidInput => Error::RdfSyntax { path: to.name(), problem: source.to_string() },
            _ => Error::Output(source),
        })?;
        quads += 1;
    }
    Ok((quads, serializer.finish().map_err(Error::Output)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_format_and_compression() {
        for (name, format, packing) in [
            ("a.ttl", RdfFormat::Turtle, Packing::None),
            ("a.nq.gz", RdfFormat::NQuads, Packing::Gzip),
            ("a.b.trig.zst", RdfFormat::TriG, Packing::Zstd),
        ] {
            let end = End::new(Path::new(name), None).expect("a known name");
            assert_eq!((end.format, end.packing), (format, packing), "{name}");
        }
        assert!(End::new(Path::new("-"), None).is_err(), "stdin needs a format");
        assert!(End::new(Path::new("a.gz"), None).is_err());
    }
}
