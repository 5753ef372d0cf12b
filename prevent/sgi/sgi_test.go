package sgi

import (
	"encoding/json"
	"errors"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"

	"pgregory.net/rapid"
)

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func load(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLastOfMonths_bothReadings(t *testing.T) {
	for _, c := range []struct{ lastWork, strict, kind string }{
		{"2026-01-31", "2026-04-30", "2026-04-30"},
		{"2026-02-28", "2026-05-31", "2026-05-31"},
		{"2025-11-29", "2026-02-27", "2026-02-28"},
		{"2026-11-30", "2027-02-28", "2027-02-28"},
		{"2025-11-28", "2026-02-27", "2026-02-28"},
		{"2023-11-28", "2024-02-28", "2024-02-28"},
	} {
		strict, kind := lastOfMonths(day(t, c.lastWork).AddDays(1), 3)
		if strict.String() != c.strict || kind.String() != c.kind {
			t.Errorf("three months after %s: %s and %s, want %s and %s", c.lastWork, strict, kind, c.strict, c.kind)
		}
	}
}

func TestWorkingDaysAfter_bothReadings(t *testing.T) {
	for _, c := range []struct{ after, strict, kind string }{
		{"2026-03-31", "2026-05-08", "2026-05-08"},
		{"2026-06-12", "2026-07-17", "2026-07-20"},
		{"2026-12-11", "2027-01-20", "2027-01-22"}, // Christmas Eve and New Year's Eve
	} {
		strict, kind := workingDaysAfter(day(t, c.after), 25)
		if strict.String() != c.strict || kind.String() != c.kind {
			t.Errorf("25 working days after %s: %s and %s, want %s and %s", c.after, strict, kind, c.strict, c.kind)
		}
	}
}

// TestCeilings_andTheMaximaThatFollow holds the limits of each year, and the highest daily
// amounts that they give, against a table.
func TestCeilings_andTheMaximaThatFollow(t *testing.T) {
	p := load(t)
	for _, c := range []struct {
		year                          int
		least, seven, ten             int64 // kronor
		tfp260, tfp365, fp, sick, low int64 // kronor a day; low on the continuation level, 0 not in the table
	}{
		{2020, 11_352, 354_750, 473_000, 1_059, 754, 1_006, 804, 0},
		{2021, 11_424, 357_000, 476_000, 1_066, 759, 1_012, 810, 0},
		{2022, 11_592, 362_250, 483_000, 1_081, 770, 1_027, 1_027, 963},
		{2023, 12_600, 393_750, 525_000, 1_175, 837, 1_116, 1_116, 1_046},
		{2024, 13_752, 429_750, 573_000, 1_283, 914, 1_218, 1_218, 1_142},
		{2025, 14_112, 441_000, 588_000, 1_316, 938, 1_250, 1_250, 1_172},
		{2026, 14_208, 444_000, 592_000, 1_325, 944, 1_259, 1_259, 1_180},
	} {
		on := calendar.New(c.year, 3, 2)
		least, err := LeastIncome(p, on)
		if err != nil || least != money.Kronor(c.least) {
			t.Errorf("%d: least %s, %v", c.year, least, err)
		}
		ceiling := func(b Benefit) money.Amount {
			a, err := CeilingOf(p, b, on)
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		if ceiling(TemporaryParental) != money.Kronor(c.seven) || ceiling(Pregnancy) != money.Kronor(c.seven) || ceiling(Parental) != money.Kronor(c.ten) {
			t.Errorf("%d: %s %s %s", c.year, ceiling(TemporaryParental), ceiling(Pregnancy), ceiling(Parental))
		}
		// 97 per cent of the income, a share of it, by the days of the year, to the krona.
		daily := func(a money.Amount, share, days int64) int64 {
			r := new(big.Rat).Mul(big.NewRat(int64(a)*97*share, 100*100*100*days), big.NewRat(1, 1))
			r.Add(r, big.NewRat(1, 2))
			return new(big.Int).Quo(r.Num(), r.Denom()).Int64()
		}
		got := [...]int64{daily(ceiling(TemporaryParental), 80, 260), daily(ceiling(TemporaryParental), 80, 365), daily(ceiling(Parental), 80, 365), daily(ceiling(Sickness), 80, 365), daily(ceiling(Sickness), 75, 365)}
		want := [...]int64{c.tfp260, c.tfp365, c.fp, c.sick, c.low}
		if c.low == 0 {
			want[4] = got[4]
		}
		if got != want {
			t.Errorf("%d: %v, want %v", c.year, got, want)
		}
	}
	for _, on := range []calendar.Date{day(t, "2027-01-01"), day(t, "2019-12-31")} {
		if _, err := LeastIncome(p, on); !errors.Is(err, statute.ErrMissing) {
			t.Errorf("%s: %v", on, err)
		}
		if _, err := CeilingOf(p, Sickness, on); !errors.Is(err, statute.ErrMissing) {
			t.Errorf("%s: %v", on, err)
		}
	}
}

// TestDetermine_agreesWithExactArithmetic: rounding and the ceiling on any two incomes,
// done another way.
func TestDetermine_agreesWithExactArithmetic(t *testing.T) {
	p := load(t)
	base := map[int]int64{2022: 48_300, 2023: 52_500, 2024: 57_300, 2025: 58_800, 2026: 59_200}
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(2022, 2026).Draw(t, "year")
		employment, other := rapid.Int64Range(100_000, 90_000_000).Draw(t, "employment"), rapid.Int64Range(100_000, 90_000_000).Draw(t, "other")
		d, err := Determine(p, Facts{On: calendar.New(year, 6, 1), Insured: Yes, Lasting: Yes, Pay: []Pay{{Kind: Employment, Yearly: money.Amount(employment)}, {Kind: FTax, Yearly: money.Amount(other)}}})
		if err != nil {
			t.Fatal(err)
		}
		e, o := new(big.Int).SetInt64(employment/10_000), new(big.Int).SetInt64(other/10_000) // hundreds of kronor
		room := base[year] / 10
		if e.Int64() > room {
			e.SetInt64(room)
		}
		if left := room - e.Int64(); o.Int64() > left {
			o.SetInt64(left)
		}
		want := Parts{money.Kronor(e.Int64() * 100), money.Kronor(o.Int64() * 100)}
		if (employment+other)*100 < base[year]*100*24 {
			want = Parts{}
		}
		if d.SGI != want {
			t.Fatalf("%d: %d and %d öre give %+v, want %+v", year, employment, other, d.SGI, want)
		}
		for _, r := range d.Rests {
			if r.Parts.Total() > d.SGI.Total() || !r.Known || r.Parts.Employment > d.SGI.Employment {
				t.Fatalf("%s rests on %+v of %+v", r.Benefit, r.Parts, d.SGI)
			}
		}
	})
}

func TestDetermine_saysWhatIsMissing(t *testing.T) {
	p := load(t)
	on := day(t, "2026-03-02")
	pay := []Pay{{Kind: Employment, Yearly: money.Kronor(300_000)}}
	for _, c := range []struct {
		facts   Facts
		outcome Outcome
		missing string
	}{
		{Facts{On: on, Insured: Yes, Lasting: Yes, Pay: pay}, Determined, ""},
		{Facts{On: on, Lasting: Yes, Pay: pay}, Open, "missing.insured"},
		{Facts{On: on, Insured: Yes, Pay: pay}, Open, "missing.lasting"},
		{Facts{On: on, Insured: No, Pay: pay}, None, "missing.lasting"},
		{Facts{On: on, Insured: Yes, Lasting: No, Pay: pay}, None, ""},
		{Facts{On: on, Insured: Yes, Lasting: Yes, Pay: []Pay{{Kind: Private, Yearly: money.Kronor(9_000)}}}, Open, "missing.agreement"},
		{Facts{On: on, Insured: Yes, Lasting: Yes, Pay: []Pay{{Kind: Business, Yearly: money.Kronor(90_000)}}}, Open, "missing.registered"},
	} {
		d, err := Determine(p, c.facts)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, m := range d.Missing {
			keys = append(keys, m.Key)
		}
		if d.Outcome != c.outcome || strings.Join(keys, " ") != c.missing {
			t.Errorf("%+v: %s, missing %v", c.facts, d.Outcome, keys)
		}
	}
	var missing *statute.MissingError
	if _, err := Determine(p, Facts{On: day(t, "2027-01-01"), Insured: Yes, Lasting: Yes, Pay: pay}); !errors.As(err, &missing) || missing.Name != statute.PriceBaseAmount {
		t.Errorf("a year without price base amount: %v", err)
	}
	if _, err := Determine(p, Facts{On: on, Pay: []Pay{{Kind: Employment, Yearly: -1}}}); err == nil {
		t.Error("a negative income is taken")
	}
}

func TestYearlyHours_roundsHalfUp(t *testing.T) {
	for _, c := range []struct{ week, want int64 }{{4000, 2080}, {3825, 1989}, {3750, 1950}, {3801, 1977}, {3776, 1964}, {3775, 1963}, {1, 1}} {
		if got := YearlyHours(c.week, 52); got != c.want {
			t.Errorf("%d hundredths of hours a week: %d, want %d", c.week, got, c.want)
		}
	}
	if got := YearlyHours(50, 1); got != 1 {
		t.Errorf("half an hour is %d", got)
	}
}

func TestChangeOf_countsForPaymentFromThePeriod(t *testing.T) {
	period := func(from, to string) calendar.Period {
		p := calendar.Period{From: day(t, from), To: calendar.None}
		if to != "" {
			p.To = day(t, to)
		}
		return p
	}
	arose, learnt := day(t, "2026-02-01"), day(t, "2026-03-10")
	for _, c := range []struct {
		name    string
		periods []calendar.Period
		exempt  bool
		paid    string
	}{
		{"none", nil, false, ""},
		{"one that goes on", []calendar.Period{period("2026-03-01", "2026-03-31")}, false, "2026-03-01"},
		{"one that began before the reason", []calendar.Period{period("2026-01-15", "")}, false, "2026-02-01"},
		{"one that is over, and one to come", []calendar.Period{period("2026-04-01", ""), period("2026-02-01", "2026-02-28")}, false, "2026-04-01"},
		{"compensation granted", []calendar.Period{period("2026-04-01", "")}, true, "2026-02-01"},
	} {
		e := ChangeOf(Change{Arose: arose, Learnt: learnt, Periods: c.periods, Exempt: c.exempt})
		if e.From != arose || e.Paid.String() != c.paid || e.Law.Check() != nil || e.Text.Sv == "" {
			t.Errorf("%s: %+v", c.name, e)
		}
	}
}

func TestPhrases_areWholeInBothLanguages(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range files {
		if f == "phrases.go" || f == "phrases_read.go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	both := maps.Clone(phrases)
	maps.Copy(both, readPhrases)
	if len(both) != len(phrases)+len(readPhrases) {
		t.Error("a key stands among the phrases of answers and of texts")
	}
	for _, m := range regexp.MustCompile(`(?:fault|bad|heading|sample|say)\("([a-z.]+)"`).FindAllStringSubmatch(code.String(), -1) {
		if _, ok := both[m[1]]; !ok {
			t.Errorf("%s is no phrase", m[1])
		}
	}
	for key, pair := range both {
		if pair[0] == "" || pair[1] == "" || strings.Count(pair[0], "%s") != strings.Count(pair[1], "%s") {
			t.Errorf("%s: %q and %q do not answer to each other", key, pair[0], pair[1])
		}
		if !strings.Contains(code.String(), `"`+key+`"`) {
			t.Errorf("%s is not used", key)
		}
	}
}

func TestBenefits_standInTheCatalogue(t *testing.T) {
	for _, b := range benefitCeilings {
		if _, ok := benefit.Parse(string(b.benefit)); !ok {
			t.Errorf("%s is no benefit", b.benefit)
		}
	}
}

func TestRules_areWhole(t *testing.T) {
	seen := map[Ground]bool{}
	for _, r := range rules {
		if seen[r.ground] || r.sv == "" || r.en == "" || len(r.law) == 0 || r.derived && len(r.conditions) > 0 {
			t.Errorf("the rule of %s: %+v", r.ground, r)
		}
		seen[r.ground] = true
		for _, ref := range r.law {
			if err := ref.Check(); err != nil {
				t.Errorf("%s: %v", r.ground, err)
			}
		}
		for _, c := range r.conditions {
			if c.key == "" || c.sv == "" || c.en == "" || strings.ContainsAny(c.key, " ,") {
				t.Errorf("%s: a condition %+v", r.ground, c)
			}
		}
		if !r.derived && wordOf(string(r.ground)) == nil {
			t.Errorf("%s cannot be written", r.ground)
		}
	}
}

// TestAnswers_nameTheLawInItsWrittenForm: every paragraph in an answer can be looked up.
func TestAnswers_nameTheLawInItsWrittenForm(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := load(t)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		f, err := Read(string(text))
		if err != nil {
			t.Fatal(err)
		}
		r, d, _, err := f.Run(p)
		if err != nil {
			t.Fatal(err)
		}
		var refs []statute.Ref
		if r != nil {
			for _, s := range r.Ruler {
				refs = append(refs, s.Law...)
				if len(s.Law) == 0 && s.State != Without {
					t.Errorf("%s: %s–%s names no law", file, s.From, s.To)
				}
			}
			for _, x := range r.Rejected {
				refs = append(refs, x.Law)
			}
			for _, x := range r.Rests {
				refs = append(refs, x.Law)
			}
			for _, x := range r.Uplifts {
				refs = append(refs, x.Law)
			}
			if len(r.Used) == 0 {
				t.Errorf("%s: no parameter is told", file)
			}
		} else {
			for _, s := range d.Steps {
				refs = append(refs, s.Law)
			}
		}
		for _, ref := range refs {
			if err := ref.Check(); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
		if _, err := json.Marshal(struct {
			R *Result
			D *Determination
		}{r, d}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

// TestUplifts_restOnTheirOwnParagraphs: whole years of compensation are converted by one
// rule, later years by another.
func TestUplifts_restOnTheirOwnParagraphs(t *testing.T) {
	text, err := os.ReadFile("testdata/T20_after_sickness_compensation.txt")
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(strings.Replace(string(text), "on: 2026-03-01", "on: 2027-03-01", 1))
	if err != nil {
		t.Fatal(err)
	}
	r, err := Assess(load(t), *f.History)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range r.Uplifts {
		got = append(got, u.On.String()+" "+string(u.Law)+" "+strings.ReplaceAll(u.After.Kronor(), "\u00a0", ""))
	}
	want := "2024-03-01 SFB 26:22a 510000, 2025-03-01 SFB 26:22a 520200, 2026-03-01 SFB 26:22a 530604, 2027-03-01 SFB 26:29 530604"
	if strings.Join(got, ", ") != want || r.SGIKnown {
		t.Errorf("%v, known %v; want %s", got, r.SGIKnown, want)
	}
}

func TestAssess_refusesWhatItCannotFollow(t *testing.T) {
	p := load(t)
	good := History{SGI: Parts{Employment: money.Kronor(300_000)}, Extent: 100, LastWork: day(t, "2026-01-31"), On: day(t, "2026-03-01"), Born: calendar.None,
		Employment: Ending{Ended: calendar.None}, Pension: Pension{From: calendar.None}}
	if _, err := Assess(p, good); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(h *History){
		"no last work":          func(h *History) { h.LastWork = calendar.None },
		"a day before":          func(h *History) { h.On = h.LastWork },
		"a day far ahead":       func(h *History) { h.On = day(t, "2126-01-01") },
		"no extent":             func(h *History) { h.Extent = 0 },
		"no SGI":                func(h *History) { h.SGI = Parts{} },
		"born after":            func(h *History) { h.Born = h.LastWork },
		"an unknown ground":     func(h *History) { h.Spans = []Span{{Ground: "rain", From: h.On, To: h.On}} },
		"a ground that follows": func(h *History) { h.Spans = []Span{{Ground: ThreeMonths, From: h.On, To: h.On}} },
		"a span backwards":      func(h *History) { h.Spans = []Span{{Ground: Service, From: h.On, To: h.LastWork}} },
		"work too early":        func(h *History) { h.Work = []Work{{From: h.LastWork, To: h.On, Extent: 100}} },
		"a child without day": func(h *History) {
			h.Children = []Child{{Born: calendar.None, Expected: calendar.None, Placed: calendar.None}}
		},
	} {
		h := good
		spoil(&h)
		if _, err := Assess(p, h); !errors.Is(err, ErrHistory) {
			t.Errorf("%s: %v", name, err)
		}
	}
	early := good
	early.LastWork, early.On = day(t, "2009-01-31"), day(t, "2009-03-01")
	if _, err := Assess(p, early); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("a time whose terms are not known: %v", err)
	}
}

func TestRead_saysTheLineAndWhatIsExpected(t *testing.T) {
	const head = "sgi: 360 000\nlast work: 2026-01-31\non: 2026-09-30\n"
	for _, c := range []struct{ text, want string }{
		{"", "the text says nothing"},
		{"rain", "line 1: a line is a word, a colon"},
		{"rain: 1", `line 1: "rain" is not a word here; the words are case`},
		{"last work: 31 January", `line 1: "31 January" is not a date written YYYY-MM-DD`},
		{"sgi:", "line 1: after sgi: is expected 360 000"},
		{"sgi: many", `line 1: "many" is not understood here; what can follow is employment, other`},
		{"sgi: 1\nsgi: 2", "line 2: sgi: stands on line 1 already"},
		{"sgi: 360 000\nlast work: 2026-01-31", "a history has on:"},
		{head + "job-seeking: 2026-02-01", "line 4: \"2026-02-01\" is to be: from 2026-02-01"},
		{head + "job-seeking: from 2026-02-01, seeks 101 %", "line 4: \"101 %\" is not a whole share"},
		{head + "job-seeking: from 2026-02-01, happy yes", "line 4: \"happy yes\" is not understood here; what can follow is document, registered, willing, seeks"},
		{head + "job-seeking: from 2026-02-01, registered maybe", "line 4: \"maybe\" is not yes or no"},
		{head + "job-seeking: from 2026-02-01, registered yes, registered no", "line 4: registered stands twice"},
		{head + "job-seeking: from 2026-02-02 to 2026-02-01", "line 4: the last day, 2026-02-01, is before the first"},
		{head + "three-months: from 2026-02-02", `line 4: "three-months" is not a word here`},
		{head + "child: carried yes", "line 4: a child has a day"},
		{head + "work: from 2026-02-01, same, income 3", "line 4: work that is the same has its pay from the SGI"},
		{head + "work: from 2026-01-01, same", "work from 2026-01-01 is to begin after"},
		{head + "index: 2027-02-01", "line 4: an index is a day and the change"},
		{head + "income on: 2026-01-01", "line 4: income on: belongs to another sort of text"},
		{head + "then rain: 1", `line 4: "then rain" is no answer; the answers are then verdict`},
		{head + "then day 2026: open", `line 4: "2026" is not a date`},
		{"income on: 2026-03-01", "a determination has income on: and at least one pay:"},
		{"income on: 2026-03-01\npay: 300 000", "line 2: \"300 000\" is to be a kind and an amount a year"},
		{"income on: 2026-03-01\npay: employment 300 000, holiday 3", "line 2: holiday pay and what the same time would have paid"},
		{"income on: 2026-03-01\npay: employment 3, holiday 4, holiday-at-work 1", "line 2: holiday pay is a part of the pay"},
		{"income on: 2026-03-01\npay: business 3, registered may", "line 2: \"may\" is not a month"},
		{"born: 1776-07-04", "line 1: the date 1776-07-04 is not between"},
		{strings.Repeat("\n", 600), "line 501: at most 500 lines"},
		{strings.Repeat("#", MostBytes+1), "larger than"},
	} {
		_, err := Read(c.text)
		if !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q: %v, want %q", c.text, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
		f.Add(reworded(string(text), Swedish))
	}
	p := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Read(text)
		if err != nil {
			var bad *ReadError
			if !errors.As(err, &bad) {
				t.Fatalf("not a ReadError: %v", err)
			}
			if bad.Why.Sv == "" || bad.Why.En == "" || bad.Error() == "" {
				t.Fatalf("not told in both languages: %+v", bad)
			}
			return
		}
		for _, l := range []Language{Swedish, English} {
			other, err := Read(reworded(text, l))
			if err != nil || !alikeFiles(file, other) {
				t.Fatalf("%q in %s: %v", text, l, err)
			}
		}
		r, d, _, err := file.Run(p)
		switch {
		case errors.Is(err, statute.ErrMissing):
		case err != nil:
			t.Fatalf("%q: %v", text, err)
		case (r == nil) == (d == nil):
			t.Fatalf("%q: two answers or none", text)
		}
	})
}
