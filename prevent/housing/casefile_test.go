package housing_test

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

// workedCase is one question with its answer by the law. It is written as lines "word: rest":
//
//	case: name
//	source: the paragraphs and how the answer follows of them
//	ask: month | year | base | first_month | last_month | rise_month | age
//	facts: key value key value …     (any number of lines; kronor with a point, yes, YYYY-MM)
//	stretch: 1-6 key value …         (a year: months and what differs from the facts)
//	expect: name value name value …
//	row: key value … => name value … # how it follows
//
// A row is a case of its own: the facts before it with its own put over them.
type workedCase struct {
	place, name, source, ask string
	facts                    map[string]string
	stretches                []caseStretch
	expect                   []caseAnswer
}

type caseStretch struct {
	months string
	facts  map[string]string
}

type caseAnswer struct{ name, want string }

// caseHead is what the lines of a case have said so far.
type caseHead struct {
	workedCase
	said bool // something is expected, of the case itself or a row
}

// parseCases reads the cases of a text. Whatever is no word of the language is an error.
func parseCases(file, text string) (all []*workedCase, err error) {
	var head *caseHead
	finish := func(place string) error {
		if head == nil {
			return nil
		}
		if len(head.expect) > 0 {
			c := head.workedCase
			all = append(all, &c)
		}
		if !head.said || head.source == "" || head.ask == "" {
			return fmt.Errorf("%s: the case before this has no source, no ask or nothing that is expected", place)
		}
		return nil
	}
	for n, line := range strings.Split(text, "\n") {
		place := fmt.Sprintf("%s:%d", file, n+1)
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		word, rest, ok := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		switch {
		case !ok || rest == "":
			return nil, fmt.Errorf("%s: %q is not \"word: rest\"", place, line)
		case word == "case":
			if err := finish(place); err != nil {
				return nil, err
			}
			head = &caseHead{workedCase: workedCase{place: place, name: rest, facts: map[string]string{}}}
			continue
		case head == nil:
			return nil, fmt.Errorf("%s: a case begins with case:", place)
		}
		if word == "row" {
			row, err := head.row(place, rest)
			if err != nil {
				return nil, err
			}
			all = append(all, row)
			continue
		}
		if err := head.line(word, rest); err != nil {
			return nil, fmt.Errorf("%s: %w", place, err)
		}
	}
	return all, finish(file + ": the end")
}

func (h *caseHead) line(word, rest string) error {
	switch word {
	case "source":
		h.source += rest
	case "ask":
		if h.ask = rest; caseAsks[rest] == nil {
			return fmt.Errorf("%q cannot be asked", rest)
		}
	case "facts":
		return readFacts(rest, h.facts, true)
	case "stretch":
		months, facts, _ := strings.Cut(rest, " ")
		s := caseStretch{months: months, facts: map[string]string{}}
		h.stretches = append(h.stretches, s)
		return readFacts(facts, s.facts, true)
	case "expect":
		h.said = true
		more, err := readAnswers(rest)
		h.expect = append(h.expect, more...)
		return err
	default:
		return fmt.Errorf("%q is no word of a case", word)
	}
	return nil
}

func (h *caseHead) row(place, rest string) (*workedCase, error) {
	own, answers, ok := strings.Cut(rest, "=>")
	if !ok {
		return nil, fmt.Errorf("%s: a row is \"facts => answers\"", place)
	}
	h.said = true
	c := h.workedCase
	c.place, c.name, c.facts = place, h.name+": "+strings.TrimSpace(own), map[string]string{}
	for k, v := range h.facts {
		c.facts[k] = v
	}
	err := readFacts(own, c.facts, false)
	if err == nil {
		c.expect, err = readAnswers(answers)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", place, err)
	}
	return &c, nil
}

// readFacts adds pairs to facts; once refuses one that is there already.
func readFacts(s string, facts map[string]string, once bool) error {
	f := strings.Fields(s)
	if len(f)%2 != 0 {
		return fmt.Errorf("%q are not pairs", s)
	}
	seen := map[string]bool{}
	for i := 0; i < len(f); i += 2 {
		if _, there := facts[f[i]]; there && once || seen[f[i]] {
			return fmt.Errorf("%s is said twice", f[i])
		}
		facts[f[i]], seen[f[i]] = f[i+1], true
	}
	return nil
}

func readAnswers(s string) (all []caseAnswer, err error) {
	f := strings.Fields(s)
	if len(f) == 0 || len(f)%2 != 0 {
		return nil, fmt.Errorf("%q are not pairs", s)
	}
	for i := 0; i < len(f); i += 2 {
		all = append(all, caseAnswer{f[i], f[i+1]})
	}
	return all, nil
}

// workedCases reads every case of testdata.
func workedCases(t *testing.T) (all []*workedCase) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := parseCases(file, string(text))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, cases...)
	}
	return all
}

// factReader reads the facts of a case and keeps the first mistake. What was never read is a
// mistake too: a fact that changes nothing because it is misspelt.
type factReader struct {
	facts map[string]string
	used  map[string]bool
	err   error
}

func readerOf(facts ...map[string]string) *factReader {
	r := &factReader{facts: map[string]string{}, used: map[string]bool{}}
	for _, m := range facts {
		for k, v := range m {
			r.facts[k] = v
		}
	}
	return r
}

func (r *factReader) fail(key string) {
	if r.err == nil {
		r.err = fmt.Errorf("%s %q cannot be read", key, r.facts[key])
	}
}

func (r *factReader) text(key string) (string, bool) {
	s, ok := r.facts[key]
	r.used[key] = true
	return s, ok
}

func (r *factReader) yes(key string) bool {
	s, ok := r.text(key)
	if ok && s != "yes" && s != "no" {
		r.fail(key)
	}
	return s == "yes"
}

func (r *factReader) number(key string, otherwise int64) int64 {
	s, ok := r.text(key)
	if !ok {
		return otherwise
	}
	var n int64
	if _, err := fmt.Sscanf(s, "%d", &n); err != nil || fmt.Sprint(n) != s {
		r.fail(key)
	}
	return n
}

// kronor is an amount in kronor, with a point before at most two decimals.
func (r *factReader) kronor(key string) money.Amount {
	s, ok := r.text(key)
	if !ok {
		return 0
	}
	q, ok := new(big.Rat).SetString(s)
	if !ok || !q.Mul(q, big.NewRat(100, 1)).IsInt() || strings.Contains(s, "/") {
		r.fail(key)
		return 0
	}
	return money.Amount(q.Num().Int64())
}

// day is a date, or the first day of a month.
func (r *factReader) day(key string) calendar.Date {
	s, ok := r.text(key)
	if !ok {
		return calendar.None
	}
	if len(s) == len("2026-01") {
		s += "-01"
	}
	d, err := calendar.Parse(s)
	if err != nil {
		r.fail(key)
	}
	return d
}

// done is the first mistake; a fact that nothing read is one.
func (r *factReader) done() error {
	if r.err != nil {
		return r.err
	}
	var left []string
	for k := range r.facts {
		if !r.used[k] {
			left = append(left, k)
		}
	}
	if len(left) > 0 {
		slices.Sort(left)
		return fmt.Errorf("nothing reads the facts %v", left)
	}
	return nil
}

// law is the parameters with those that the case sets over them.
func (r *factReader) law(p *statute.Parameters) *housing.Rules {
	var set []statute.Value
	for _, k := range sortedKeys(r.facts) {
		name, ok := strings.CutPrefix(k, "set.")
		if !ok {
			continue
		}
		declared, err := p.Parameter(name)
		if err != nil && r.err == nil {
			r.err = err
		}
		set = append(set, statute.Value{Name: name, Int64: r.number(k, 0), Unit: declared.Unit, From: calendar.New(1900, 1, 1), To: calendar.None, Source: "the case", Confidence: statute.Inferred})
	}
	if r.err == nil && len(set) > 0 {
		p, r.err = p.Overlay(set)
	}
	return housing.New(p)
}

func sortedKeys(m map[string]string) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// kronorOf is öre as kronor: with two decimals when there are öre.
func kronorOf(a money.Amount) string { return ratKronor(big.NewRat(int64(a), 100)) }

// exactKronor is an Exact as kronor: decimals when it is whole öre, otherwise whole kronor and a
// fraction, 2833+1/3.
func exactKronor(x housing.Exact) string {
	return ratKronor(new(big.Rat).SetFrac64(int64(x), int64(housing.Of(money.Krona))))
}

func ratKronor(q *big.Rat) string {
	ore := new(big.Rat).Mul(q, big.NewRat(100, 1))
	switch {
	case q.IsInt():
		return q.Num().String()
	case ore.IsInt():
		return q.FloatString(2)
	}
	sign := ""
	if q.Sign() < 0 {
		sign, q = "-", new(big.Rat).Neg(q)
	}
	whole, rest := new(big.Int).QuoRem(q.Num(), q.Denom(), new(big.Int))
	return fmt.Sprintf("%s%s+%s/%s", sign, whole, rest, q.Denom())
}
