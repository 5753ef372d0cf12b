package sgi

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPairs_areOneToOne: in each place an English word has one Swedish one and the other
// way round, and no word means two things.
func TestPairs_areOneToOne(t *testing.T) {
	for _, at := range places {
		of := map[string]pair{}
		for _, p := range pairs {
			if p.in&at.in == 0 {
				continue
			}
			for _, w := range []string{p.en, p.sv} {
				if other, ok := of[w]; ok && other != p {
					t.Errorf("%s: %q is a word of %q ⇄ %q and of %q ⇄ %q", at.heading, w, p.en, p.sv, other.en, other.sv)
				}
				of[w] = p
				if w != strings.ToLower(w) || w != plain(w) || w == "" || strings.ContainsAny(w, ",:#") {
					t.Errorf("%s: %q cannot be read", at.heading, w)
				}
				first, _, more := strings.Cut(w, " ")
				if first == thenEn || first == thenSv || at.in&(inEvidence|inFact) != 0 && more || len(strings.Fields(w)) > mostWords && at.in == inValue {
					t.Errorf("%s: %q is read as something else", at.heading, w)
				}
			}
		}
	}
	for i, p := range pairs {
		if slices.ContainsFunc(pairs[i+1:], func(q pair) bool { return p.en == q.en && p.sv == q.sv }) {
			t.Errorf("%s ⇄ %s stands twice", p.en, p.sv)
		}
	}
}

// TestPairs_haveEveryWordThatIsRead, and no more.
func TestPairs_haveEveryWordThatIsRead(t *testing.T) {
	code, err := os.ReadFile("clauses.go")
	if err != nil {
		t.Fatal(err)
	}
	read := map[place][]string{inLine: allWords(), inEvidence: {"document"},
		inValue: slices.Concat([]string{"from", "to", "yes", "no", "none", "continues", LevelHigher, LevelSecondary, "not known", "not fully known", string(Open)}, otherSupports, programmeSupports, suspensions, kindNames())}
	for _, list := range regexp.MustCompile(`(?:inFact, parts(?:\[1:\])?, |known := )\[\]string\{("[a-z-]+"(?:, "[a-z-]+")*)\}`).FindAllStringSubmatch(string(code), -1) {
		for _, name := range strings.Split(list[1], ", ") {
			read[inFact] = append(read[inFact], strings.Trim(name, `"`))
		}
	}
	read[inFact] = slices.DeleteFunc(read[inFact], func(s string) bool { return s == "document" })
	for i := range rules {
		read[inValue] = append(read[inValue], string(rules[i].ground))
		if !rules[i].derived {
			for _, k := range spanKeys(&rules[i]) {
				read[inEvidence] = append(read[inEvidence], k.name)
			}
		}
		for _, c := range rules[i].conditions {
			read[inValue] = append(read[inValue], "show."+c.key, "not."+c.key)
		}
	}
	for _, a := range answers {
		read[inAnswer] = append(read[inAnswer], a.name)
	}
	for _, s := range []State{Without, Lost, DaysOff, Partly, Unsettled, Protected, Working} {
		read[inValue] = append(read[inValue], string(s))
	}
	for _, v := range []VerdictKind{VerdictProtected, VerdictRedetermined, VerdictPartial, VerdictManual, VerdictLost} {
		read[inValue] = append(read[inValue], string(v))
	}
	for key := range phrases {
		family, _, _ := strings.Cut(key, ".")
		told := key == "reject.condition" || key == "missing.condition" || key == "missing.sickness" // under a key of their own
		if slices.Contains([]string{"why", "reject", "missing", "open"}, family) && !told || slices.Contains([]string{"rest.unknown", "change.none", "change.new", "change.same"}, key) {
			read[inValue] = append(read[inValue], key)
		}
	}
	read[inValue] = append(read[inValue], "employment", "other") // an SGI in a line
	for _, at := range places {
		if len(read[at.in]) < 10 {
			t.Fatalf("%s: only %q were found", at.heading, read[at.in])
		}
		for _, w := range read[at.in] {
			if f, ok := at.in.find(w); !ok || f.en != w {
				t.Errorf("%s: %q has no Swedish word", at.heading, w)
			}
		}
		for _, p := range pairs {
			if p.in&at.in != 0 && !slices.Contains(read[at.in], p.en) {
				t.Errorf("%s: %q ⇄ %q is not read", at.heading, p.en, p.sv)
			}
		}
	}
}

// reworded writes a text word by word in a language, without the reader: it looks through
// the pairs and puts one word in the place of the other.
func reworded(text string, to Language) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = rewordedLine(line, to)
	}
	return strings.Join(lines, "\n")
}

func rewordedLine(line string, to Language) string {
	head, rest, ok := strings.Cut(line, ":")
	if !ok || strings.HasPrefix(strings.TrimSpace(line), "#") {
		return line
	}
	head = plain(head)
	first, name, _ := strings.Cut(head, " ")
	if first = strings.ToLower(first); first == thenEn || first == thenSv {
		name = swapped(inAnswer, name, to)
		if word, day, ok := strings.Cut(name, " "); ok && swapped(inAnswer, word, English) == "day" {
			name = swapped(inAnswer, word, to) + " " + day
		}
		return two(thenSv, thenEn).In(to) + " " + name + ": " + rewordedValue(rest, to)
	}
	english := swapped(inLine, head, English)
	head = swapped(inLine, head, to)
	if english == "case" || english == "source" {
		return head + ":" + rest
	}
	in := inFact
	if ruleOf(Ground(english)) != nil {
		in = inEvidence
	}
	parts := strings.Split(strings.TrimSpace(rest), ", ")
	for i, part := range parts {
		part = plain(part)
		name, value, more := strings.Cut(part, " ")
		switch other := swapped(in, name, to); {
		case swapped(in, name, English) == "document" && in == inEvidence:
			part = other + " " + value
		case slices.ContainsFunc(pairs, func(p pair) bool {
			return p.in&in != 0 && (p.en == strings.ToLower(name) || p.sv == strings.ToLower(name))
		}):
			part = other
			if more {
				part += " " + rewordedValue(value, to)
			}
		default:
			part = rewordedValue(part, to)
		}
		parts[i] = part
	}
	return head + ": " + strings.Join(parts, ", ")
}

func swapped(in place, word string, to Language) string {
	small := strings.ToLower(word)
	for _, p := range pairs {
		if p.in&in != 0 && (p.en == small || p.sv == small) {
			return Text{Sv: p.sv, En: p.en}.In(to)
		}
	}
	return word
}

// longest are the pairs of values, those with the most words first.
var longest = func() []pair {
	of := slices.DeleteFunc(slices.Clone(pairs), func(p pair) bool { return p.in&inValue == 0 })
	words := func(p pair) int { return strings.Count(p.en+" "+p.sv, " ") }
	slices.SortStableFunc(of, func(a, b pair) int { return cmp.Compare(words(b), words(a)) })
	return of
}()

// rewordedValue puts a mark in the place of each word that is known and then the other word
// in the place of the mark.
func rewordedValue(s string, to Language) string {
	parts := strings.Split(s, ", ")
	for i, part := range parts {
		part = "  " + strings.Join(strings.Fields(part), "  ") + "  "
		for i, p := range longest {
			for _, w := range []string{p.en, p.sv} {
				part = strings.ReplaceAll(part, " "+strings.ReplaceAll(w, " ", "  ")+" ", fmt.Sprintf(" \x00%d\x00 ", i))
			}
		}
		for i, p := range longest {
			part = strings.ReplaceAll(part, fmt.Sprintf(" \x00%d\x00 ", i), " "+two(p.sv, p.en).In(to)+" ")
		}
		parts[i] = strings.Join(strings.Fields(part), " ")
	}
	return strings.Join(parts, ", ")
}

// alikeFiles compares what two texts say, but for the language of their answers.
func alikeFiles(a, b *File) bool {
	bare := func(f *File) *File {
		c := *f
		c.Expect = slices.Clone(f.Expect)
		for i := range c.Expect {
			c.Expect[i].Language, c.Expect[i].Want = "", plain(c.Expect[i].Want)
		}
		return &c
	}
	return reflect.DeepEqual(bare(a), bare(b))
}

func texts(t testing.TB) (all []string) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 75 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(text))
	}
	for _, e := range Examples() {
		all = append(all, e.Text.En)
	}
	return all
}

// TestSwedish_saysTheSame: each worked text word by word in Swedish, and line by line in
// the one or the other, is read as the same and gives the answers it states.
func TestSwedish_saysTheSame(t *testing.T) {
	p := load(t)
	english := regexp.MustCompile(`(?m)^(?:then|born|on|last work|job-seeking|pay|income on)\b|[ ,](?:yes|no|from|to|none|protected|lost)\b`)
	all := texts(t)
	for _, text := range all {
		swedish := reworded(text, Swedish)
		if m := english.FindString(regexp.MustCompile(`(?m)^(rubrik|källa|#).*$|"[^"]*"`).ReplaceAllString(swedish, "")); m != "" {
			t.Errorf("%q is English in\n%s", m, swedish)
		}
		if back := reworded(swedish, English); plain(back) != plain(text) {
			t.Errorf("there and back:\n%s\n%s", text, back)
		}
		want, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(swedish)
		if err != nil {
			t.Errorf("%v\n%s", err, swedish)
			continue
		}
		if !alikeFiles(got, want) {
			t.Errorf("not the same:\n%+v\n%+v\n%s", want, got, swedish)
		}
		if _, _, differences, err := got.Run(p); err != nil || len(differences) > 0 {
			t.Errorf("%v, %v\n%s", differences, err, swedish)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(all).Draw(t, "text")
		lines := strings.Split(text, "\n")
		for i := range lines {
			if rapid.Bool().Draw(t, "Swedish") {
				lines[i] = rewordedLine(lines[i], Swedish)
			}
			if rapid.IntRange(0, 3).Draw(t, "capital") == 0 && lines[i] != "" {
				r := []rune(lines[i])
				lines[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
			}
		}
		mixed := strings.Join(lines, "\n")
		want, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(mixed)
		if err != nil || !alikeFiles(got, want) {
			t.Fatalf("%v\n%s", err, mixed)
		}
	})
}

// TestExamples_areTheSameInSwedish but for the sentence that names them.
func TestExamples_areTheSameInSwedish(t *testing.T) {
	for _, e := range Examples() {
		_, want, _ := strings.Cut(reworded(e.Text.En, Swedish), "\n")
		title, got, _ := strings.Cut(e.Text.Sv, "\n")
		if got != want || !strings.HasPrefix(title, "rubrik: ") {
			t.Errorf("%s:\n%s\nis word by word\n%s", e.ID, got, want)
		}
		if back := reworded(e.Text.Sv, English); !strings.HasSuffix(back, e.Text.En[strings.Index(e.Text.En, "\n"):]) {
			t.Errorf("%s back:\n%s", e.ID, back)
		}
	}
}

// TestRead_isWrongInTheLanguageOfTheLine, and in the other when that is asked for.
func TestRead_isWrongInTheLanguageOfTheLine(t *testing.T) {
	const head = "sgi: 360 000\nsista arbetsdag: 2026-01-31\nbedöms per: 2026-09-30\n"
	for _, c := range []struct{ text, line, other string }{
		{"sista arbetsdag: igår", "sgi: rad 1: ”igår” är inget datum skrivet ÅÅÅÅ-MM-DD", `"igår" is not a date`},
		{"last work: igår", `sgi: line 1: "igår" is not a date`, "”igår” är inget datum"},
		{head + "regn: 1", "rad 4: ”regn” är inget ord här; orden är rubrik, källa, bedöms per, född", `"regn" is not a word here; the words are case, source, on, born`},
		{head + "arbetssökande: från 2026-02-01, glad ja", "rad 4: ”glad ja” går inte att förstå här; det som kan följa är intyg, inskriven, beredd, söker", "what can follow is document, registered, willing, seeks"},
		{head + "arbetssökande: från 2026-02-01, inskriven kanske", "rad 4: ”kanske” är inte ja eller nej", "is not yes or no"},
		{head + "arbetssökande: från 2026-02-01, inskriven ja, registered nej", "rad 4: inskriven står två gånger", "registered stands twice"},
		{head + "program: från 2026-02-01, stöd \"x\"", `rad 4: ”"x"” är inget av aktivitetsstöd, utvecklingsersättning, etableringsersättning, inget`, "activity, development"},
		{head + "last work: 2026-01-31", "line 4: last work: stands on line 2 already", "sista arbetsdag: står redan på rad 2"},
		{head + "gäller från: 2026-01-01", "rad 4: gäller från: hör till en annan sorts text", "income on: belongs to another"},
		{head + "då regn: 1", "rad 4: ”då regn” är inget svar; svaren är då bedömning, då skäl, då sgi, då sista dag, då mildare sista dag, då dag DATUM", `"then regn" is no answer`},
		{head + "then dag 2026: open", `line 4: "2026" is not a date`, "”2026” är inget datum"},
		{"gäller från: 2026-03-01\ninkomst: 300 000", "rad 2: ”300 000” ska vara ett slag och ett belopp om året, till exempel anställning 360 050; slagen är anställning, eget aktiebolag", "the kinds are employment, own company"},
		{"sgi: 360 000\nsista arbetsdag: 2026-01-31", "sgi: en historia har bedöms per: 2026-09-30", "a history has on: 2026-09-30"},
		{"sgi: 360 000\nsista arbetsdag: 2026-01-31\nbedöms per: 2026-01-01", "sgi: dagen som frågan gäller, 2026-01-01, ska komma efter", "is to come after"},
		{head + "arbete:", "rad 4: efter arbete: väntas från 2026-06-01, omfattning 100 %", "after work: is expected from 2026-06-01"},
	} {
		_, err := Read(c.text)
		var bad *ReadError
		if !errors.As(err, &bad) || !strings.Contains(bad.Error(), c.line) || !strings.Contains(bad.Why.Sv+bad.Why.En, c.other) {
			t.Errorf("%q: %v (%+v), want %q and %q", c.text, err, bad, c.line, c.other)
		}
	}
}

// TestRead_takesLettersOfTwoCharacters, as some keyboards and files write them.
func TestRead_takesLettersOfTwoCharacters(t *testing.T) {
	apart := strings.NewReplacer("å", "a\u030a", "ä", "a\u0308", "ö", "o\u0308")
	for _, e := range Examples() {
		want, err := Read(e.Text.Sv)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Read(apart.Replace(e.Text.Sv)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v", e.ID, err)
		}
	}
}

// TestDifference_isInTheLanguageOfTheLine.
func TestDifference_isInTheLanguageOfTheLine(t *testing.T) {
	text := strings.NewReplacer("då bedömning: manuell", "då bedömning: delvis 50 %", "då skäl:", "då sgi:").Replace(sampleSv) + "then day 2026-04-30: lost\n"
	f, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	_, _, differences, err := f.Run(load(t))
	if err != nil || len(differences) != 3 {
		t.Fatalf("%v, %v", differences, err)
	}
	for i, want := range []string{"rad 11: bedömning: väntat delvis 50 %; svaret är manuell", "rad 12: sgi: väntat varför.lediga-dagar; svaret är 360 000", "line 14: day 2026-04-30: expected lost; found protected three-months"} {
		if got := plain(differences[i].String()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := plain(differences[2].In(Swedish)); got != "rad 14: dag 2026-04-30: väntat förlorad; svaret är skyddad tre-månader" {
		t.Errorf("%q", got)
	}
}
