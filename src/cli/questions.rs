//! Questions about a new scenario, each with an answer in brackets that Enter gives. A wrong answer is explained
//! and asked again.

use inquire::Text;
use inquire::ui::{RenderConfig, Styled};

use super::faults::CommandResult;
use uptake::diagnostic::Diagnostic;

/// Where questions are shown and answers come from.
pub trait Dialog {
    /// Shows a line that is no question.
    fn say(&mut self, words: &str);

    /// The line that is typed behind a prompt; none where no more will come.
    fn line(&mut self, prompt: &str) -> CommandResult<Option<String>>;
}

/// The terminal.
pub struct Terminal;

impl Dialog for Terminal {
    fn say(&mut self, words: &str) {
        aside!("{words}");
    }

    fn line(&mut self, prompt: &str) -> CommandResult<Option<String>> {
        let look = RenderConfig::empty()
            .with_prompt_prefix(Styled::new("  "))
            .with_answered_prompt_prefix(Styled::new("  "));
        Text::new(prompt).with_render_config(look).prompt_skippable().map_err(|error| {
            let fault = format!("the questions cannot be asked: {error}");
            Diagnostic::failed("", fault, "use --yes, or the flags of uptake new --help").into()
        })
    }
}

/// A conversation that counts its questions.
pub struct Conversation<'a> {
    with: &'a mut dyn Dialog,
    asked: u32,
}

impl<'a> Conversation<'a> {
    /// Begins one.
    pub fn new(with: &'a mut dyn Dialog) -> Conversation<'a> {
        Conversation { with, asked: 0 }
    }

    /// Says something that is no question.
    pub fn say(&mut self, words: &str) {
        self.with.say(words);
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
        self.say(&format!("\n{}. {question}", self.asked));
        loop {
            let Some(line) = self.with.line(&format!("[{default}]"))? else {
                let fault = "the answers ended before the questions; nothing was written";
                let remedy = "answer them all (Enter takes what stands in brackets), or use --yes";
                return Err(Diagnostic::failed("", fault, remedy).into());
            };
            match read(line.trim()) {
                Ok(answer) => return Ok(answer),
                Err(wrong) => self.say(&format!("   {}", wrong.to_string().replace('\n', "\n   "))),
            }
        }
    }
}

/// Answers written beforehand, and all that was shown.
#[cfg(test)]
pub struct Script<'a> {
    answers: std::str::Lines<'a>,
    /// What was shown.
    pub shown: String,
}

#[cfg(test)]
impl<'a> Script<'a> {
    /// These answers, a line each.
    pub fn new(answers: &'a str) -> Script<'a> {
        Script { answers: answers.lines(), shown: String::new() }
    }
}

#[cfg(test)]
impl Dialog for Script<'_> {
    fn say(&mut self, words: &str) {
        self.shown += &format!("{words}\n");
    }

    fn line(&mut self, prompt: &str) -> CommandResult<Option<String>> {
        self.shown += &format!("   {prompt} ");
        Ok(self.answers.next().map(str::to_owned))
    }
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
        let mut script = Script::new("many\n24\n\n");
        let mut talk = Conversation::new(&mut script);
        assert_eq!(talk.ask("How many?", "60", number).unwrap(), 24);
        assert_eq!(talk.ask("And then?", "60", number).unwrap(), 60);
        let said = script.shown;
        assert!(
            said.contains("\n1. How many?\n   [60]    \"many\" is no number\n     write digits\n   [60] "),
            "{said}"
        );
        assert!(said.contains("\n2. And then?"), "{said}");
    }

    #[test]
    fn answers_that_end_too_early_write_nothing() {
        let mut script = Script::new("");
        let failure = Conversation::new(&mut script).ask("How many?", "60", number).unwrap_err();
        assert!(
            failure.status() == ExitStatus::Failed && failure.to_string().contains("nothing was written")
        );
    }
}
