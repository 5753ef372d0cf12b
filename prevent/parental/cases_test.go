package parental_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/parental"
)

func rules(t interface{ Fatal(...any) }) parental.Rules {
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return parental.New(p)
}

// worked is a case of testdata: lines "word: rest", where ask says what is asked.
type worked struct {
	place  string
	lines  map[string][]string
	expect []string
}

func (w *worked) first(word string) string {
	if l := w.lines[word]; len(l) > 0 {
		return l[0]
	}
	return ""
}

// words are those a case may use; anything else is a mistake in the case.
var words = []string{"case", "source", "ask", "sgi", "other", "yearly", "day", "paid", "on", "level", "insured", "lowest",
	"before", "begins", "insured_240", "rate", "unemployed", "unlimited", "earlier", "serious", "benefit", "applied",
	"extraordinary", "seriously_ill", "after_death", "reported", "excused", "born", "reason", "special_need", "lss", "school",
	"spring_term", "care_arranged", "in_hospital", "otherwise", "came_home", "died", "resident", "siblings", "expect"}

func readCases(t *testing.T) (all []*worked) {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var w *worked
		for n, line := range strings.Split(string(text), "\n") {
			place := fmt.Sprintf("%s:%d", file, n+1)
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			word, rest, ok := strings.Cut(line, ":")
			rest = strings.TrimSpace(rest)
			switch {
			case !ok || !slices.Contains(words, word):
				t.Fatalf("%s: %q is no word of a case", place, word)
			case word == "case":
				w = &worked{place: place, lines: map[string][]string{}}
				all = append(all, w)
			case w == nil:
				t.Fatalf("%s: a case begins with case:", place)
			case word == "expect":
				w.expect = append(w.expect, rest)
				continue
			}
			w.lines[word] = append(w.lines[word], rest)
		}
	}
	return all
}

type caseReader struct {
	*testing.T
	w *worked
}

func (r caseReader) date(word string) calendar.Date {
	if s := r.w.first(word); s != "" {
		return r.parse(s)
	}
	return calendar.None
}

func (r caseReader) parse(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		r.Fatalf("%s: %v", r.w.place, err)
	}
	return d
}

func (r caseReader) kronor(word string) money.Amount {
	if r.w.first(word) == "" {
		return 0
	}
	a, err := money.Parse(r.w.first(word))
	if err != nil {
		r.Fatalf("%s: %v", r.w.place, err)
	}
	return a
}

func (r caseReader) number(word string) int64 {
	if r.w.first(word) == "" {
		return 0
	}
	n, err := strconv.ParseInt(r.w.first(word), 10, 64)
	if err != nil {
		r.Fatalf("%s: %v", r.w.place, err)
	}
	return n
}

func (r caseReader) level(s string) parental.Level {
	l, err := parental.ParseLevel(s)
	if err != nil {
		r.Fatalf("%s: %v", r.w.place, err)
	}
	return l
}

func (r caseReader) hours(s string) parental.Hours {
	h, err := parental.ParseHours(s)
	if err != nil {
		r.Fatalf("%s: %v", r.w.place, err)
	}
	return h
}

func (r caseReader) stated(word string) parental.Stated { return parental.Stated(r.w.first(word)) }

func (r caseReader) income() parental.Income {
	return parental.Income{Employment: r.kronor("sgi"), Other: r.kronor("other")}
}

func whole(a money.Amount) string { return strconv.FormatInt(int64(a/money.Krona), 10) }

func missingFacts(missing []parental.Missing) string {
	var names []string
	for _, m := range missing {
		names = append(names, m.Fact)
	}
	return strings.Join(names, " ")
}

// answer runs a case and gives what can be expected of it.
func answer(t *testing.T, w *worked) (map[string]string, []parental.Step, error) {
	r, law := caseReader{t, w}, rules(t)
	switch w.first("ask") {
	case "tfp":
		return r.temporary(law)
	case "fp":
		return r.parental(law)
	case "sickness":
		return r.sickness(law)
	case "rate":
		return r.rateOf(law)
	case "application":
		return r.application(law)
	case "right":
		return r.right(law)
	case "frame":
		return r.frame(law)
	}
	t.Fatalf("%s: ask is tfp, fp, sickness, rate, application, right or frame", w.place)
	return nil, nil, nil
}

func (r caseReader) temporary(law parental.Rules) (map[string]string, []parental.Step, error) {
	c := parental.TemporaryClaim{SGI: r.income(), Yearly: r.number("yearly")}
	for _, l := range r.w.lines["day"] {
		f := strings.Fields(l)
		d := parental.TemporaryDay{On: r.parse(f[0]), Level: r.level(f[1])}
		for _, word := range f[2:] {
			switch word {
			case string(parental.Unemployed), string(parental.OtherBenefit):
				d.Manner = parental.Manner(word)
			default:
				d.Hours = r.hours(word)
			}
		}
		c.Days = append(c.Days, d)
	}
	for _, l := range r.w.lines["paid"] {
		c.PaidOther = append(c.PaidOther, r.parse(l))
	}
	res, err := law.Temporary(c)
	out := map[string]string{"total": whole(res.Total), "used": res.Used.String()}
	for _, d := range res.Days {
		out["day "+d.On.String()] = whole(d.Amount)
		out["employment "+d.On.String()] = whole(d.Employment)
		out["other "+d.On.String()] = whole(d.Other)
	}
	return out, res.Steps, err
}

func (r caseReader) parental(law parental.Rules) (map[string]string, []parental.Step, error) {
	d := parental.ParentalDay{On: r.date("on"), SGI: r.income(), Level: r.level(r.w.first("level")), Insured: parental.Insured(r.w.first("insured")),
		Lowest: r.w.first("lowest") == "yes", Before: parental.Days(r.number("before")), Begins: r.date("begins"), Insured240: r.stated("insured_240")}
	res, err := law.Parental(d)
	return map[string]string{"outcome": string(res.Outcome), "compensation": string(res.Compensation), "full": whole(res.Full),
		"amount": whole(res.Amount), "missing": missingFacts(res.Missing)}, res.Steps, err
}

func (r caseReader) sickness(law parental.Rules) (map[string]string, []parental.Step, error) {
	c := parental.SicknessClaim{SGI: r.income(), Yearly: r.number("yearly"), Rate: parental.Rate(r.w.first("rate")),
		Unemployed: r.w.first("unemployed") == "yes", Unlimited: r.w.first("unlimited") == "yes"}
	for _, l := range r.w.lines["day"] {
		f := strings.Fields(l)
		d := parental.SicknessDay{On: r.parse(f[0]), Level: r.level(f[1])}
		if len(f) > 2 {
			d.ByTime, d.Hours = true, r.hours(f[2])
		}
		c.Days = append(c.Days, d)
	}
	res, err := law.Sickness(c)
	out := map[string]string{"total": whole(res.Total)}
	for _, d := range res.Days {
		out["day "+d.On.String()] = whole(d.Amount)
	}
	return out, res.Steps, err
}

func (r caseReader) rateOf(law parental.Rules) (map[string]string, []parental.Step, error) {
	var spans []parental.EarlierSpan
	for _, l := range r.w.lines["earlier"] {
		f := strings.Fields(l)
		spans = append(spans, parental.EarlierSpan{Days: calendar.Period{From: r.parse(f[0]), To: r.parse(f[1])}, Kind: parental.SpanKind(f[2]), Deduction: len(f) > 3})
	}
	res, err := law.RateOn(r.date("on"), spans, r.stated("serious"))
	return map[string]string{"rate": string(res.Rate), "counted": strconv.FormatInt(res.Counted, 10)}, res.Steps, err
}

func (r caseReader) application(law parental.Rules) (map[string]string, []parental.Step, error) {
	a := parental.Application{Benefit: parental.Kind(r.w.first("benefit")), Applied: r.date("applied"), Day: r.date("day"), Extraordinary: r.stated("extraordinary"),
		SeriouslyIll: r.stated("seriously_ill"), AfterDeath: r.stated("after_death"), Reported: r.date("reported"), Excused: r.stated("excused")}
	res, err := law.ApplicationTime(a)
	out := map[string]string{"outcome": string(res.Outcome), "limit": strconv.FormatInt(res.Limit, 10), "law": string(res.Law), "late": strconv.FormatInt(res.Late, 10),
		"missing": missingFacts(res.Missing), "latest": res.Latest.String()}
	if periods, err := law.DaysInTime(a.Benefit, a.Applied); err == nil {
		var all []string
		for _, p := range periods {
			all = append(all, p.String())
		}
		out["days"] = strings.Join(all, " ")
	}
	return out, res.Steps, err
}

func (r caseReader) right(law parental.Rules) (map[string]string, []parental.Step, error) {
	res, err := law.Right(parental.Circumstances{On: r.date("on"), Born: r.date("born"), Reason: parental.Reason(r.w.first("reason")),
		SeriouslyIll: r.stated("seriously_ill"), SpecialNeed: r.stated("special_need"), LSS: r.stated("lss"), School: r.stated("school"),
		SpringTerm: r.stated("spring_term"), CareArranged: r.stated("care_arranged"), InHospital: r.stated("in_hospital"),
		Otherwise: r.stated("otherwise"), CameHome: r.date("came_home"), Died: r.date("died")})
	days := strconv.FormatInt(res.Days, 10)
	if res.Unlimited {
		days = "unlimited"
	}
	return map[string]string{"outcome": string(res.Outcome), "days": days, "law": string(res.Law), "missing": missingFacts(res.Missing),
		"further": strconv.FormatInt(res.Further, 10)}, res.Steps, err
}

func (r caseReader) frame(law parental.Rules) (map[string]string, []parental.Step, error) {
	f, err := law.Frame(parental.Child{Born: r.date("born"), Begins: r.date("begins"), Resident: r.date("resident"), Siblings: r.number("siblings")}, r.date("on"))
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	return map[string]string{"total": n(f.Total), "sickness_or_base": n(f.SicknessOrBase), "lowest": n(f.Lowest), "first": n(f.First),
		"after_fourth": n(f.AfterFourth), "after_fourth_from": f.AfterFourthFrom.String(), "reserved": n(f.Reserved), "transfer": n(f.Transfer),
		"each": n(f.TransferEach), "double": n(f.Double), "double_last": f.DoubleLast.String(), "birthday": f.Age.String(),
		"school_year": n(f.SchoolYear), "missing": missingFacts(f.Missing)}, f.Steps, err
}

// TestCases runs the worked cases of testdata. An expectation is "name value"; "error
// word" expects a failure that names the word.
func TestCases(t *testing.T) {
	seen := 0
	for _, w := range readCases(t) {
		t.Run(w.first("case"), func(t *testing.T) {
			got, steps, err := answer(t, w)
			if len(w.expect) == 0 {
				t.Fatalf("%s: nothing is expected", w.place)
			}
			for _, e := range w.expect {
				seen++
				e += " " // nothing can be expected
				at := strings.LastIndex(e, " = ")
				if want, ok := strings.CutPrefix(e, "error "); ok {
					if err == nil || !strings.Contains(err.Error(), strings.TrimSpace(want)) {
						t.Errorf("%s: error %v, want %q in it", w.place, err, want)
					}
					continue
				}
				if err != nil || at < 0 {
					t.Fatalf("%s: %s: %v", w.place, e, err)
				}
				name, want := e[:at], strings.TrimSpace(e[at+3:])
				if v, ok := got[name]; !ok || v != want {
					t.Errorf("%s: %s is %q, want %q\n%s", w.place, name, v, want, told(steps))
				}
			}
			if err == nil {
				checkSteps(t, steps)
			}
		})
	}
	if seen < 120 {
		t.Errorf("only %d expectations in testdata", seen)
	}
}

func told(steps []parental.Step) string {
	var b strings.Builder
	for _, s := range steps {
		fmt.Fprintf(&b, "  %-10s %s %s\n", s.Key, s.Law, s.Says.En)
	}
	return b.String()
}

// checkSteps holds the explanation itself: every step has a paragraph that can be read, a
// sentence in both languages without a hole, and a result.
func checkSteps(t interface {
	Errorf(string, ...any)
}, steps []parental.Step) {
	if len(steps) == 0 {
		t.Errorf("nothing is explained")
	}
	for _, s := range steps {
		if err := s.Law.Check(); err != nil {
			t.Errorf("%s: %v", s.Key, err)
		}
		if s.Says.Sv == "" || s.Says.En == "" || s.Says.Sv == s.Says.En || strings.Contains(s.Says.Sv+s.Says.En, "%!") || strings.Contains(s.Says.Sv+s.Says.En, "{") {
			t.Errorf("%s %s: %q / %q", s.Key, s.Law, s.Says.Sv, s.Says.En)
		}
		if s.Result.Name == "" || s.Mark != "V" && s.Mark != "I" {
			t.Errorf("%s %s has no result or mark: %+v", s.Key, s.Law, s)
		}
		for _, q := range s.Inputs {
			if (q.Source == "") != (q.Mark == "") || q.Name == "" || q.Unit == "" {
				t.Errorf("%s %s: %+v", s.Key, s.Law, q)
			}
		}
	}
}
