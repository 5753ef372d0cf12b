package sgi

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// places in the order in which a reader meets them, with their headings.
var places = []struct {
	in      place
	heading string
}{
	{inLine, "words.line"}, {inAnswer, "words.answer"}, {inEvidence, "words.evidence"}, {inFact, "words.fact"}, {inValue, "words.value"},
}

// found is a word as it was met: its pair, and the language when only one has it.
type found struct {
	pair
	language Language
}

// dictionary finds a word of either language in one of its places.
var dictionary = func() map[place]map[string]found {
	all := map[place]map[string]found{}
	for _, at := range places {
		all[at.in] = map[string]found{}
		for _, p := range pairs {
			switch {
			case p.in&at.in == 0:
			case p.en == p.sv:
				all[at.in][p.en] = found{p, ""}
			default:
				all[at.in][p.en], all[at.in][p.sv] = found{p, English}, found{p, Swedish}
			}
		}
	}
	return all
}()

// find looks a word up. Capital letters are as small ones.
func (in place) find(word string) (found, bool) {
	f, ok := dictionary[in][strings.ToLower(word)]
	return f, ok
}

// english is the English word for a word of either language; one that is not known stays.
func (in place) english(word string) string {
	if f, ok := in.find(word); ok {
		return f.en
	}
	return word
}

// word is a word in both languages; one that is not known is itself in both.
func (in place) word(english string) Text {
	if f, ok := in.find(english); ok {
		return Text{Key: f.en, Sv: f.sv, En: f.en}
	}
	return Text{Key: english, Sv: english, En: english}
}

// wordList is words in both languages with commas between.
func (in place) wordList(english []string) Text {
	sv, en := make([]string, len(english)), make([]string, len(english))
	for i, e := range english {
		w := in.word(e)
		sv[i], en[i] = w.Sv, w.En
	}
	return Text{Sv: strings.Join(sv, ", "), En: strings.Join(en, ", ")}
}

// mostWords is the most words that a value of the dictionary has.
const mostWords = 3

// valueIn is what is said in the other words of a language: every word that is known is
// replaced, the longest first, and numbers, dates and commas stay.
func valueIn(l Language, said string) string {
	parts := strings.Split(said, ", ")
	for i, part := range parts {
		tokens := strings.Fields(part)
		var out []string
		for len(tokens) > 0 {
			n := min(mostWords, len(tokens))
			for ; n > 1; n-- {
				if _, ok := inValue.find(strings.Join(tokens[:n], " ")); ok {
					break
				}
			}
			word := strings.Join(tokens[:n], " ")
			if f, ok := inValue.find(word); ok {
				word = Text{Sv: f.sv, En: f.en}.In(l)
			}
			out, tokens = append(out, word), tokens[n:]
		}
		parts[i] = strings.Join(out, " ")
	}
	return strings.Join(parts, ", ")
}

// Value is what a text states, such as an answer, in the words of the language: what is
// known by the dictionary is put in them, and numbers, dates and the rest stay.
func (l Language) Value(said string) string { return valueIn(l, said) }

// answerNamed is the name of an answer in a language, with the day that may follow it.
func answerNamed(l Language, name string) string {
	if f, ok := inAnswer.find(name); ok {
		return Text{Sv: f.sv, En: f.en}.In(l)
	}
	if head, day, ok := strings.Cut(name, " "); ok {
		if f, ok := inAnswer.find(head); ok {
			return Text{Sv: f.sv, En: f.en}.In(l) + " " + day
		}
	}
	return name
}

// The word that an answer begins with.
const (
	thenEn = "then"
	thenSv = "då"
)

// Words writes every word of the texts in both languages.
func Words(w io.Writer) error {
	var b strings.Builder
	b.WriteString(say("words.intro").En + "\n")
	for _, at := range places {
		h := say(at.heading)
		fmt.Fprintf(&b, "\n%s / %s\n\n", h.En, h.Sv)
		tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		if at.in == inAnswer {
			fmt.Fprintf(tw, "  %s\t%s\n", thenEn, thenSv)
		}
		for _, p := range pairs {
			if p.in&at.in != 0 {
				fmt.Fprintf(tw, "  %s\t%s\n", p.en, p.sv)
			}
		}
		tw.Flush()
	}
	_, err := io.WriteString(w, b.String())
	return err
}
