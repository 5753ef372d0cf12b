package indicator

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/recover/claim"
)

func TestParseCondition_bindsOrWeakestAndNotStrongest(t *testing.T) {
	for text, want := range map[string]string{
		"new":                        "new",
		"old":                        "!new",
		"fk":                         "!pm",
		"not old":                    "!!new",
		"new and pm or settlement":   "((new & pm) | settlement)",
		"new or pm and settlement":   "(new | (pm & settlement))",
		"(new or pm) and settlement": "((new | pm) & settlement)",
		"not new and pm":             "(!new & pm)",
		"not (new and pm)":           "!(new & pm)",
		"not not new":                "!!new",
		" ( ( new ) ) ":              "new",
		"new and measure":            "(new & (in_plan | at_kfm))",
		"not measure":                "!(in_plan | at_kfm)",
		"new or pm or settlement":    "(new | pm | settlement)",
	} {
		c, err := parseCondition(text, map[string]string{"measure": "in_plan or at_kfm"})
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := shown(c); got != want {
			t.Errorf("%q is read as %s; expected %s", text, got, want)
		}
	}
}

// shown writes a condition with all its parentheses.
func shown(c condition) string {
	join := func(all []condition, with string) string {
		var parts []string
		for _, c := range all {
			parts = append(parts, shown(c))
		}
		return "(" + strings.Join(parts, with) + ")"
	}
	switch c := c.(type) {
	case notCondition:
		return "!" + shown(c.of)
	case andCondition:
		return join(c.all, " & ")
	case orCondition:
		return join(c.any, " | ")
	case word:
		name := c.name
		if c.negated {
			for other, bit := range words {
				if bit == c.bit {
					name = "!" + other
				}
			}
		}
		return name
	}
	return fmt.Sprintf("%T", c)
}

func TestParseCondition_saysWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		"":                        `condition "": a word is missing at the end`,
		"new and":                 `condition "new and": a word is missing at the end`,
		"not":                     `condition "not": a word is missing at the end`,
		"new pm":                  `condition "new pm": unexpected "pm"`,
		"(new":                    `condition "(new": a closing parenthesis is missing`,
		"new)":                    `condition "new)": unexpected ")"`,
		"()":                      `condition "()": the word ")" is unknown`,
		"and":                     `condition "and": the word "and" is unknown`,
		"New":                     `condition "New": the word "New" is unknown`,
		"new AND pm":              `condition "new AND pm": unexpected "AND"`,
		"resting":                 `condition "resting": the word "resting" is unknown`,
		strings.Repeat("(", 1000): "nested too deep",
	} {
		if _, err := parseCondition(text, nil); err == nil || err.Error() != want && !(len(text) > 100 && strings.HasSuffix(err.Error(), want)) {
			t.Errorf("%.40q: %v; expected %s", text, err, want)
		}
	}
}

// FuzzCondition: any text is refused or read, and what is read means the same as
// when it is written out with all its parentheses.
func FuzzCondition(f *testing.F) {
	for _, figure := range Figures() {
		f.Add(figure.Where)
	}
	for _, s := range []string{"", "((new))", "not not not new", "new and (old or not fk)", "or", "new and", ")(", "measure", "not counted or measure and new", strings.Repeat("not ", 300) + "new"} {
		f.Add(s)
	}
	counted, measure := Choice{}.expand()
	macros := map[string]string{"counted": counted, "measure": measure}
	var all []facts
	for i := range 64 {
		all = append(all, 1<<i, ^facts(1<<i))
	}
	all = append(all, 0, ^facts(0), isNew|facts(claim.InPlan), isNew|olderThanLimitDays, isPM|facts(claim.AtKFM))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := parseCondition(text, macros)
		if err != nil {
			return
		}
		written := strings.NewReplacer("!", " not ", "&", "and", "|", "or").Replace(shown(c))
		again, err := parseCondition(written, macros)
		if err != nil {
			if strings.HasSuffix(err.Error(), "nested too deep") { // the parentheses are more than were written
				return
			}
			t.Fatalf("%q is written as %q: %v", text, written, err)
		}
		for _, f := range all {
			if c.holds(f) != again.holds(f) {
				t.Fatalf("%q means another thing as %q", text, written)
			}
		}
		c.reasons(0, func(word string, _ bool) {
			if words[word] == 0 && opposites[word] == 0 {
				t.Fatalf("%q gives the reason %q", text, word)
			}
		})
	})
}

func TestFigures_areWellDefined(t *testing.T) {
	if len(Figures()) < 13 {
		t.Errorf("only %d figures", len(Figures()))
	}
	for _, f := range Figures() {
		if again, ok := FigureByID(f.ID); !ok || again != f {
			t.Errorf("figure %s is found as %v", f.ID, again)
		}
		if f.Of != "" {
			whole, _ := FigureByID(f.Of)
			if whole.Sort != f.Sort {
				t.Errorf("figure %s (%s) is a share of %s (%s)", f.ID, f.Sort, whole.ID, whole.Sort)
			}
		}
		// A part holds only where its whole does, whatever the claim.
		whole, ok := FigureByID(f.Of)
		if !ok {
			continue
		}
		part, of := conditionOf(t, f), conditionOf(t, whole)
		for _, asked := range subsets(asks([]condition{part, of})) {
			if part.holds(asked) && !of.holds(asked) {
				t.Errorf("figure %s counts what %s does not: %b", f.ID, whole.ID, asked)
				break
			}
		}
	}
	if _, ok := FigureByID("none"); ok {
		t.Error("there is a figure none")
	}
}

// subsets are all combinations of the facts.
func subsets(of facts) []facts {
	all := []facts{0}
	for f := of; f != 0; f = (f - 1) & of {
		all = append(all, f)
	}
	return all
}

// Every word is a fact of its own: two that shared one would count each other's
// claims.
func TestWords_areAFactEach(t *testing.T) {
	var taken facts
	for name, bit := range words {
		if bit == 0 || bit&(bit-1) != 0 || taken&bit != 0 {
			t.Errorf("%q is %b, of which %b is taken", name, bit, taken)
		}
		taken |= bit
	}
	if len(words) < len(claim.ConditionNames())+6 {
		t.Errorf("%d words; a trait or an age has the name of a condition", len(words))
	}
}

// A packed combination is one number, whatever else is true of the claim, and no
// other combination has it.
func TestPacking_keepsWhatIsAskedApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var asked facts
		for name := range rapid.MapOfN(rapid.SampledFrom(slices.Sorted(maps.Keys(words))), rapid.Just(true), 1, 12).Draw(t, "asked") {
			asked |= words[name]
		}
		p := newPacking(asked)
		with := map[uint32]facts{}
		for _, f := range subsets(asked) {
			at := p.of(f)
			if other, ok := with[at]; ok || at >= 1<<bits.OnesCount64(uint64(asked)) {
				t.Fatalf("%b becomes %d; so does %b", f, at, other)
			}
			with[at] = f
			if more := facts(rapid.Uint64().Draw(t, "more")) &^ asked; p.of(f|more) != at {
				t.Fatalf("%b becomes %d, but with %b %d", f, at, more, p.of(f|more))
			}
		}
	})
}

func conditionOf(t *testing.T, f Figure) condition {
	t.Helper()
	counted, measure := Choice{}.expand()
	c, err := parseCondition(f.Where, map[string]string{"counted": counted, "measure": measure})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestParseFigures_saysWhatIsWrong(t *testing.T) {
	good := "figure: a\nsort: stock\nsv: s\nen: e\nwhere: new\nsource: x\n"
	if f, err := parseFigures("# comment\n\n" + good); err != nil || len(f) != 1 {
		t.Errorf("%v %v", f, err)
	}
	for text, want := range map[string]string{
		"sort: stock":                            "line 1: sort stands before any figure",
		"figure":                                 "line 1: write name: value",
		"figure:":                                "line 1: write name: value",
		good + good:                              "line 7: figure a is defined twice",
		good + "of: b":                           "figure a is a share of b, which does not exist",
		good + "sort: flow":                      `line 7: sort "flow" is unknown`,
		good + "colour: red":                     `line 7: "colour" is no part of a figure`,
		"figure: a\nsort: stock":                 "figure a lacks a part of its definition",
		strings.Repeat("figure: x\n", 1) + "en:": "line 2: write name: value",
	} {
		if _, err := parseFigures(text); err == nil || err.Error() != want {
			t.Errorf("%q: %v; expected %s", text, err, want)
		}
	}
	var many strings.Builder
	for i := range maxFigures + 1 {
		many.WriteString(strings.Replace(good, "figure: a", fmt.Sprint("figure: a", i), 1))
	}
	if _, err := parseFigures(many.String()); err == nil || err.Error() != "33 figures; the scan carries 32" {
		t.Error(err)
	}
}

func TestParseChoice(t *testing.T) {
	c, err := ParseChoice([]string{"authority=all", "deferral=yes"})
	if err != nil || c.String() != "authority=all deferral=yes" {
		t.Errorf("%v %v", c, err)
	}
	counted, measure := c.expand()
	if counted != "(fk or pm)" || measure != "in_plan or setting_off or at_kfm or restructuring or preserved or deferred" {
		t.Errorf("%q, %q", counted, measure)
	}
	if w := c.Words(); w["A3 authority"] != "all" || w["A11 deferral"] != "yes" || w["A1 amount"] != "principal" || len(w) != len(Parameters()) {
		t.Errorf("%v", w)
	}
	for text, want := range map[string]string{
		"authority":     `a parameter is written name=value, not "authority"`,
		"authority=csn": `parameter authority takes fk or pm or all, not "csn"`,
		"amount=total":  `parameter amount takes principal, not "total"`,
		"colour=red":    `there is no parameter "colour"; the parameters are amount, maintenance, authority, condictio, unit, age-from, paused, cut-off, changed, recalled, deferral`,
	} {
		if _, err := ParseChoice([]string{text}); err == nil || err.Error() != want {
			t.Errorf("%q: %v; expected %s", text, err, want)
		}
	}
	if _, err := New(nil, Choice{"authority": "csn"}); err == nil {
		t.Error("a choice that does not exist was taken")
	}
}

func TestParameters_eachHasADefaultAndBothLanguages(t *testing.T) {
	var ids []string
	for _, p := range Parameters() {
		ids = append(ids, p.ID)
		if p.Name == "" || p.Sv == "" || p.En == "" || len(p.Options) == 0 {
			t.Errorf("%+v", p)
		}
		for _, o := range p.Options {
			if o.Value == "" || o.Sv == "" || o.En == "" {
				t.Errorf("%s: %+v", p.ID, o)
			}
		}
		if got := (Choice{}).Option(&p); got != p.Options[0] {
			t.Errorf("%s: the default is %v", p.ID, got)
		}
	}
	if want := []string{"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11"}; !slices.Equal(ids, want) {
		t.Errorf("%v", ids)
	}
}
