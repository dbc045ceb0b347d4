//! Questions about a new scenario, each with an answer in brackets that Enter gives. A wrong answer is explained
//! and asked again.

use std::io::{self, BufRead, Read, Write};

use super::faults::CommandResult;
use uptake::diagnostic::{Diagnostic, Diagnostics};

/// Longest answer that is read (bytes).
const LONGEST: u64 = 10_000;

/// A conversation: answers come from one side, questions go to the other.
pub struct Conversation<R, W> {
    from: R,
    to: W,
    asked: u32,
}

impl<R: BufRead, W: Write> Conversation<R, W> {
    /// Begins one.
    pub fn new(from: R, to: W) -> Self {
        Conversation { from, to, asked: 0 }
    }

    /// Says something that is no question.
    pub fn say(&mut self, words: &str) -> CommandResult {
        writeln!(self.to, "{words}").and_then(|()| self.to.flush()).map_err(|e| broken(&e))
    }

    /// Asks until `read` understands the answer; Enter alone is the default. What `read` refuses with
    /// (words that say what is wrong and what to do) is shown before the question comes again.
    pub fn ask<T>(
        &mut self,
        question: &str,
        default: &str,
        mut read: impl FnMut(&str) -> CommandResult<T>,
    ) -> CommandResult<T> {
        self.asked += 1;
        self.say(&format!("\n{}. {question}", self.asked))?;
        loop {
            write!(self.to, "   [{default}] ").and_then(|()| self.to.flush()).map_err(|e| broken(&e))?;
            let mut line = String::new();
            let taken =
                Read::by_ref(&mut self.from).take(LONGEST).read_line(&mut line).map_err(|e| broken(&e))?;
            if taken == 0 {
                let fault = "the answers ended before the questions; nothing was written";
                let remedy = "answer them all (Enter takes what stands in brackets), or use --yes";
                return Err(Diagnostic::failed("", fault, remedy).into());
            }
            match read(line.trim()) {
                Ok(answer) => return Ok(answer),
                Err(wrong) => self.say(&format!("   {}", wrong.to_string().replace('\n', "\n   ")))?,
            }
        }
    }
}

fn broken(error: &io::Error) -> Diagnostics {
    let fault = format!("the questions cannot be asked: {error}");
    Diagnostic::failed("", fault, "use --yes, or the flags of uptake new --help").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uptake::diagnostic::ExitStatus;

    fn number(text: &str) -> CommandResult<i32> {
        match text {
            "" => Ok(60),
            text => text
                .parse()
                .map_err(|_| Diagnostic::usage(format!("\"{text}\" is no number"), "write digits").into()),
        }
    }

    #[test]
    fn a_wrong_answer_is_explained_and_asked_again() {
        let mut said = Vec::new();
        let mut talk = Conversation::new("many\n24\n\n".as_bytes(), &mut said);
        assert_eq!(talk.ask("How many?", "60", number).unwrap(), 24);
        assert_eq!(talk.ask("And then?", "60", number).unwrap(), 60);
        let said = String::from_utf8(said).unwrap();
        assert!(
            said.contains("\n1. How many?\n   [60]    \"many\" is no number\n     write digits\n   [60] "),
            "{said}"
        );
        assert!(said.contains("\n2. And then?"), "{said}");
    }

    #[test]
    fn answers_that_end_too_early_write_nothing() {
        let mut talk = Conversation::new("".as_bytes(), Vec::new());
        let failure = talk.ask("How many?", "60", number).unwrap_err();
        assert!(
            failure.status() == ExitStatus::Failed && failure.to_string().contains("nothing was written")
        );
    }
}
