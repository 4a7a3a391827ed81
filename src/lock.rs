//! Backups and dossiers locked with a passphrase, in the age format (age-encryption.org/v1), which other tools open.

use std::io::{BufWriter, Read, Write};
use std::path::Path;

use age::secrecy::{ExposeSecret, SecretString};
use age::stream::StreamReader;
use age::{DecryptError, Decryptor, Encryptor, scrypt};

use crate::error::{Error, ErrorKind, Result};
use crate::fsio;

/// Shortest passphrase, in characters.
pub const SHORTEST: usize = 10;
/// How costly a guess is: 2^18 rounds, 256 MB, about a second. The same as the age program takes.
const WORK: u8 = 18;
/// The most that a foreign file may ask for: 512 MB.
const MOST_WORK: u8 = 19;

/// What forgetting a passphrase means; said wherever one is chosen.
pub const FORGOTTEN: &str = "忘了这个加锁口令，谁也打不开它，本程序也不能。请写在纸上，锁进柜里";

/// A passphrase. It is never kept, printed or logged.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// One that is chosen; refuses one that is soon guessed.
    pub fn chosen(text: &str) -> Result<Self> {
        let text = text.trim();
        if text.chars().count() < SHORTEST {
            return Err(Error::bad_input(format!("加锁口令少于{SHORTEST}个字"))
                .advise("没有加锁。请用几个不相干的词连起来，好记也难猜"));
        }
        let first = text.chars().next();
        if text.chars().all(|c| Some(c) == first) {
            return Err(Error::bad_input("加锁口令只有一个字反复").advise("没有加锁。请换一个难猜的"));
        }
        Ok(Self::told(text))
    }

    /// One that is told to open what is locked. Blanks about it are no part of it: nobody sees them, on the screen or on
    /// the paper that it is written on.
    pub fn told(text: &str) -> Self {
        Self(SecretString::from(text.trim().to_owned()))
    }

    /// Locks what is read, into the file or folder that is told of where it fails.
    pub fn seal(&self, from: &mut dyn Read, to: &mut dyn Write, place: &Path) -> Result<()> {
        let mut recipient = scrypt::Recipient::new(self.0.clone());
        recipient.set_work_factor(WORK);
        let write = || -> std::io::Result<()> {
            let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
                .map_err(std::io::Error::other)?;
            // The head would hide why the place does not take it.
            let mut sealed = encryptor.wrap_output(BufWriter::new(to))?;
            std::io::copy(from, &mut sealed)?;
            sealed.finish()?.flush()
        };
        write().map_err(|error| Error::io("加锁", place, &error))
    }

    /// Whether a file was locked with this one; what is wrong with the file is told.
    pub fn opens(&self, path: &Path) -> Result<bool> {
        match self.opened(fsio::open("打开加锁的文件", path)?) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BadInput => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn opened<R: Read>(&self, from: R) -> Result<StreamReader<R>> {
        let decryptor = Decryptor::new(from).map_err(|_| damaged())?;
        let mut identity = scrypt::Identity::new(self.0.clone());
        identity.set_max_work_factor(MOST_WORK);
        decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity)).map_err(|error| match error {
            DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
                Error::bad_input("加锁口令不对").advise(format!("没有打开。请核对大小写；{FORGOTTEN}"))
            }
            DecryptError::NoMatchingKeys => {
                Error::bad_input("这个文件不是用加锁口令锁的").advise("没有打开。请用锁它的程序打开")
            }
            DecryptError::ExcessiveWork { .. } => {
                Error::bad_input("这个文件要的计算量过大，本程序不打开").advise("请用锁它的程序打开")
            }
            _ => damaged(),
        })
    }

    /// Opens what is locked, into the file or folder that is told of where it fails.
    pub fn open(&self, from: &mut dyn Read, to: &mut dyn Write, place: &Path) -> Result<()> {
        let mut opened = self.opened(from)?;
        // A place that takes no more is told as such; all else is what was read.
        fsio::copy(&mut opened, to, |_| damaged(), |error| Error::io("解锁", place, &error))
    }
}

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

fn damaged() -> Error {
    Error::new(ErrorKind::Corrupt, "加锁的文件不完整或已损坏").advise("没有打开。请换一个备份")
}

/// Whether a file is locked, by its first bytes.
pub fn is_locked(path: &Path) -> bool {
    const MAGIC: &[u8] = b"age-encryption.org/v1\n";
    let mut head = [0; MAGIC.len()];
    // A pipe would be waited for.
    path.is_file()
        && !fsio::is_held(path)
        && std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok_and(|()| head == MAGIC)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A share on which the user's part is used up.
    struct Full;

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::QuotaExceeded.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_place_that_takes_no_more_is_told_as_a_full_disk() {
        let (passphrase, place) = (Passphrase::chosen("砚台 骆驼 correct 7").unwrap(), Path::new("U盘"));
        let (mut plain, mut locked) = ([7; 1000], Vec::new());
        passphrase.seal(&mut &plain[..], &mut locked, place).unwrap();
        passphrase.open(&mut &locked[..], &mut &mut plain[..], place).unwrap();
        let sealing = passphrase.seal(&mut &plain[..], &mut Full, place).unwrap_err();
        let opening = passphrase.open(&mut &locked[..], &mut Full, place).unwrap_err();
        for (error, told) in [(sealing, "磁盘已满，加锁没有完成：U盘"), (opening, "磁盘已满，解锁没有完成：U盘")]
        {
            assert_eq!((error.kind(), error.lines()), (ErrorKind::DiskFull, &[told.to_owned()][..]));
        }
    }
}
