package control

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
)

// ParsePlan reads a plan. A line is a word and what it says; blocks begin with plan,
// risk, control or sample, their lines are indented by choice, and # begins a comment. The
// words of each block are listed by PlanWords.
func ParsePlan(file, text string) (*Plan, error) {
	r := &planReader{file: file, plan: &Plan{From: calendar.None, To: calendar.None}}
	for line := range strings.Lines(strings.TrimSuffix(text, "\n")) {
		line = strings.TrimRight(line, "\r\n")
		r.plan.lines = append(r.plan.lines, line)
		if err := r.read(line); err != nil {
			return nil, err
		}
	}
	if err := r.close(); err != nil {
		return nil, err
	}
	return r.plan, r.whole()
}

// storedPlan reads a plan that was taken into use, whatever this version of Balans makes of
// it: a line that cannot be read, with the block it begins, is left out, and Unread is the
// first such.
func storedPlan(file, id string, lines []string) *Plan {
	r := &planReader{file: file, plan: &Plan{From: calendar.None, To: calendar.None, lines: lines}}
	left := func(err error) {
		if err != nil && r.plan.Unread == nil {
			r.plan.Unread = err
		}
	}
	for _, line := range lines {
		word, rest, ok := r.next(line)
		switch {
		case !ok:
		case blocks[word] != nil:
			left(r.close())
			if err := r.begin(word, rest); err != nil {
				left(err)
				r.block = "" // what follows belongs to a block that there is not
			}
		default:
			left(r.set(word, rest))
			if _, ok := planWords[r.block][word]; !ok && line == strings.TrimLeft(line, " \t") { // the same
				r.block = ""
			}
		}
	}
	left(r.close())
	left(r.whole())
	if r.plan.Unread != nil {
		r.plan.ID = id
	}
	return r.plan
}

type planReader struct {
	file  string
	n     int
	found string
	block string
	seen  map[string]bool // words of the block
	plan  *Plan
}

func (r *planReader) fail(expected string, args ...any) error {
	return &PlanError{File: r.file, Line: r.n, Found: r.found, Expected: fmt.Sprintf(expected, args...)}
}

func (r *planReader) read(line string) error {
	word, rest, ok := r.next(line)
	if !ok {
		return nil
	}
	if blocks[word] == nil {
		return r.set(word, rest)
	}
	if err := r.close(); err != nil {
		return err
	}
	return r.begin(word, rest)
}

// next is the word of a line and what it says; false of a line that says nothing.
func (r *planReader) next(line string) (word, rest string, ok bool) {
	r.n++
	r.found = strings.TrimSpace(line)
	if at := strings.Index(r.found, "# "); at >= 0 {
		r.found = strings.TrimSpace(r.found[:at])
	}
	if r.found == "" || r.found[0] == '#' {
		return "", "", false
	}
	word, rest, _ = strings.Cut(strings.ReplaceAll(r.found, "\t", " "), " ")
	return word, strings.TrimSpace(rest), true
}

// begin begins a block.
func (r *planReader) begin(word, rest string) error {
	if (word == "plan") != (r.plan.ID == "") {
		return r.fail("one plan, named before everything else: plan ID")
	}
	r.block, r.seen = word, map[string]bool{}
	return blocks[word](r, rest)
}

// set takes what a word of the block says.
func (r *planReader) set(word, rest string) error {
	set, ok := planWords[r.block][word]
	if !ok && r.block == "" {
		return r.fail("the plan to begin with a line plan ID")
	}
	if !ok {
		return r.fail("one of %s, or a new block: %s", strings.Join(sortedKeys(planWords[r.block]), ", "), strings.Join(sortedKeys(blocks), ", "))
	}
	if r.seen[word] && word != "weight" && word != "says" {
		return r.fail("%s once in a block", word)
	}
	r.seen[word] = true
	if rest == "" {
		return r.fail("something after %s: %s", word, set.about)
	}
	return set.do(r, rest)
}

func codesOf(all []benefit.Code) string {
	names := make([]string, len(all))
	for i, c := range all {
		names[i] = c.String()
	}
	return strings.Join(names, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// close checks the block that ends.
func (r *planReader) close() error {
	needs := map[string][]string{"plan": {"name", "from", "to"}, "risk": {"area", "benefit", "cause"}, "control": {"meets", "stage"}, "sample": {"meets", "benefit", "size", "seed"}}[r.block]
	for _, word := range needs {
		if !r.seen[word] {
			return r.fail("the block %s before this line to have a line %s", r.block, word)
		}
	}
	return nil
}

// whole checks what only the whole plan shows.
func (r *planReader) whole() error {
	p := r.plan
	r.found = "the end of the file"
	switch {
	case p.ID == "":
		return r.fail("a plan: plan ID")
	case p.To < p.From:
		return r.fail("to on or after from")
	case len(p.Controls)+len(p.Samples) == 0:
		return r.fail("at least one control or sample")
	}
	known := map[string]bool{}
	for _, risk := range p.Risks {
		known[risk.ID] = true
	}
	twice := map[string]bool{}
	for i := range p.Controls {
		c := &p.Controls[i]
		key := c.Rule.ID + " " + c.Stage.String()
		switch {
		case !known[c.Risk]:
			return r.fail("the control %s to meet a risk of the plan, not %q", c.Rule.ID, c.Risk)
		case twice[key]:
			return r.fail("the control %s once for the stage %s", c.Rule.ID, c.Stage)
		case len(c.Benefits) > 0 && slices.ContainsFunc(c.Benefits, func(b benefit.Code) bool { return !c.Rule.Covers(b) }):
			return r.fail("benefits that the control %s has something to say of; it has not of all of %s", c.Rule.ID, codesOf(c.Benefits))
		case c.hasThreshold && len(c.Weights) == 0:
			return r.fail("weights for the threshold of the control %s %s payment; without them everything selected is checked", c.Rule.ID, c.Stage)
		case c.Rule.Stages&c.Stage == 0:
			return r.fail("another stage for the control %s, which is not made %s payment", c.Rule.ID, c.Stage)
		}
		twice[key] = true
	}
	for _, s := range p.Samples {
		if !known[s.Risk] {
			return r.fail("the sample %s to meet a risk of the plan, not %q", s.ID, s.Risk)
		}
	}
	return nil
}

var blocks = map[string]func(r *planReader, rest string) error{
	"plan": func(r *planReader, rest string) error {
		if !isID(rest) {
			return r.fail("an id of a-z, 0-9 and - after plan")
		}
		r.plan.ID = rest
		return nil
	},
	"risk": func(r *planReader, rest string) error {
		if !isID(rest) || slices.ContainsFunc(r.plan.Risks, func(x Risk) bool { return x.ID == rest }) {
			return r.fail("a new id of a-z, 0-9 and - after risk")
		}
		r.plan.Risks = append(r.plan.Risks, Risk{ID: rest, Likelihood: -1})
		return nil
	},
	"control": func(r *planReader, rest string) error {
		rule, ok := Find(rest)
		if !ok {
			return r.fail("a control there is: %s", strings.Join(ruleIDs(), ", "))
		}
		r.plan.Controls = append(r.plan.Controls, Planned{Rule: rule, Select: &Expression{}, Settings: rule.Standard, Expires: 30})
		return nil
	},
	"sample": func(r *planReader, rest string) error {
		if !isID(rest) || slices.ContainsFunc(r.plan.Samples, func(x Sampling) bool { return x.ID == rest }) {
			return r.fail("a new id of a-z, 0-9 and - after sample")
		}
		r.plan.Samples = append(r.plan.Samples, Sampling{ID: rest, Expires: 180})
		return nil
	},
}

func ruleIDs() (ids []string) {
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

func isID(s string) bool {
	return s != "" && len(s) <= 40 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

func (r *planReader) risk() *Risk       { return &r.plan.Risks[len(r.plan.Risks)-1] }
func (r *planReader) control() *Planned { return &r.plan.Controls[len(r.plan.Controls)-1] }
func (r *planReader) sample() *Sampling { return &r.plan.Samples[len(r.plan.Samples)-1] }

// number reads a whole number within limits.
func (r *planReader) number(rest string, least, most int) (int, error) {
	n, err := strconv.Atoi(strings.ReplaceAll(rest, " ", ""))
	if err != nil || n < least || n > most {
		return 0, r.fail("a whole number from %d to %d", least, most)
	}
	return n, nil
}

func (r *planReader) amount(rest string) (money.Amount, error) {
	a, err := money.Parse(strings.TrimSpace(strings.TrimSuffix(rest, "kronor")))
	if err != nil || a < 0 {
		return 0, r.fail("an amount in kronor, such as 1 250,50")
	}
	return a, nil
}

func (r *planReader) day(rest string) (calendar.Date, error) {
	d, err := calendar.Parse(rest)
	if err != nil {
		return calendar.None, r.fail("a date written YYYY-MM-DD")
	}
	return d, nil
}

// share reads "16 %" or "0,5 %" as so many of unit a percent.
func (r *planReader) share(rest string, unit int64) (int64, error) {
	text, ok := strings.CutSuffix(rest, "%")
	whole, part, _ := strings.Cut(strings.TrimSpace(text), ",")
	n, err := strconv.ParseUint(whole, 10, 16)
	value := int64(n) * unit
	if part != "" {
		for scale := unit / 10; len(part) > 0 && scale > 0; scale /= 10 {
			value += int64(part[0]-'0') * scale
			if part[0] < '0' || part[0] > '9' {
				ok = false
			}
			part = part[1:]
		}
	}
	if !ok || err != nil || part != "" || value > 100*unit {
		return 0, r.fail("a share in percent, such as 12,5 %%")
	}
	return value, nil
}

func (r *planReader) benefits(rest string) (codes []benefit.Code, err error) {
	for code := range strings.FieldsSeq(strings.ReplaceAll(rest, ",", " ")) {
		c, ok := benefit.Parse(code)
		if !ok {
			return nil, r.fail("codes of the benefit catalogue, not %q", code)
		}
		codes = append(codes, c)
	}
	return codes, nil
}
