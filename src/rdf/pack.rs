//! Compression of files: gzip and zstd, told by the name's last extension. The one owner of both libraries.

use super::head;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

/// Level of zstd compression: the library's default.
const ZSTD_LEVEL: i32 = 3;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    None,
    /// `.gz`
    Gzip,
    /// `.zst`
    Zstd,
}

impl Packing {
    /// How a file is compressed, and its name without that.
    pub fn of(path: &Path) -> (Self, PathBuf) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => (Self::Gzip, path.with_extension("")),
            Some("zst") => (Self::Zstd, path.with_extension("")),
            _ => (Self::None, path.to_owned()),
        }
    }

    /// The bytes inside. What is not packed so is told before it is read.
    pub fn unpack<'a>(self, packed: impl BufRead + 'a) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::None => Box::new(packed),
            Self::Gzip => Box::new(MultiGzDecoder::new(head::packed(packed, is_gzip, "gzip")?)),
            Self::Zstd => Box::new(zstd::Decoder::with_buffer(head::packed(packed, is_zstd, "zstd")?)?),
        })
    }

    /// A writer that compresses; [`Packer::finish`] ends it.
    pub fn pack<W: Write>(self, out: W) -> io::Result<Packer<W>> {
        Ok(match self {
            Self::None => Packer::None(out),
            Self::Gzip => Packer::Gzip(GzEncoder::new(out, flate2::Compression::default())),
            Self::Zstd => Packer::Zstd(zstd::Encoder::new(out, ZSTD_LEVEL)?),
        })
    }
}

/// RFC 1952 §2.3.1.
fn is_gzip(head: &[u8]) -> bool {
    head.starts_with(b"\x1f\x8b")
}

/// RFC 8878 §3.1: a frame, or one to be skipped before it.
fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(b"\x28\xb5\x2f\xfd") || matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18])
}

/// A writer that compresses.
pub enum Packer<W: Write> {
    /// Not at all.
    None(W),
    /// With gzip, without name and time.
    Gzip(GzEncoder<W>),
    /// With zstd.
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packer<W> {
    /// Writes the end and gives back what was written to.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::None(out) => Ok(out),
            Self::Gzip(encoder) => encoder.finish(),
            Self::Zstd(encoder) => encoder.finish(),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::None(out) => out.write(bytes),
            Self::Gzip(encoder) => encoder.write(bytes),
            Self::Zstd(encoder) => encoder.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::None(out) => out.flush(),
            Self::Gzip(encoder) => encoder.flush(),
            Self::Zstd(encoder) => encoder.flush(),
        }
    }
}

/// Bytes compressed with gzip, without name and time.
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    packed(Packing::Gzip, bytes)
}

/// Bytes compressed with zstd.
pub fn zstandard(bytes: &[u8]) -> io::Result<Vec<u8>> {
    packed(Packing::Zstd, bytes)
}

fn packed(packing: Packing, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packer = packing.pack(Vec::new())?;
    packer.write_all(bytes)?;
    packer.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        for (name, inner) in [("a.nq", "a.nq"), ("a.nq.gz", "a.nq"), ("b/a.nq.zst", "b/a.nq")] {
            let (packing, found) = Packing::of(Path::new(name));
            assert_eq!(found, Path::new(inner), "{name}");
            let bytes = packed(packing, b"one\ntwo\n").expect("packed");
            let mut text = String::new();
            packing.unpack(bytes.as_slice()).expect("a reader").read_to_string(&mut text).expect("unpacked");
            assert_eq!(text, "one\ntwo\n", "{name}");
        }
    }

    #[test]
    fn what_is_not_packed_as_its_name_says_is_told() {
        let gzip = gzip(b"one").expect("packed");
        for (packing, bytes) in
            [(Packing::Gzip, b"<x:a>".as_slice()), (Packing::Gzip, b""), (Packing::Zstd, b"<x:a>"), (Packing::Zstd, &gzip)]
        {
            let told = packing.unpack(bytes).err().expect("an error").to_string();
            assert!(told.starts_with(if packing == Packing::Gzip { "it is not gzip" } else { "it is not zstd" }), "{told}");
        }
    }
}
