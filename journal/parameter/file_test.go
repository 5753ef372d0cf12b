package parameter_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
)

const header = statute.Columns + "\n"

func TestReadFile_readsBothForms(t *testing.T) {
	rateOf2024 := "state_lending_rate,30000,ppm,2024-01-01,2024-12-31,\"a, b\",V"
	want := statute.Value{Name: statute.StateLendingRate, Int64: 30_000, Unit: statute.Ppm, From: calendar.New(2024, 1, 1), To: calendar.New(2024, 12, 31), Source: "a, b", Confidence: statute.Verified}
	got, err := parameter.ReadFile("a.csv", strings.NewReader("\ufeff"+header+"# a comment\n"+rateOf2024+"\n"))
	if err != nil || !slices.Equal(got, []parameter.Setting{{Value: want}}) {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = parameter.ReadFile("a.csv", strings.NewReader(statute.Columns+",recorded_at\r\n"+rateOf2024+",2023-12-14\r\n"+
		rateOf2024+",2023-12-14T09:30:00+01:00\r\n"+rateOf2024+",\r\nallocation_order,21345,order,2024-01-01,,x,U,2024-01-01"))
	if err != nil || len(got) != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	known := []string{"2023-12-14T22:59:59.999999Z", "2023-12-14T08:30:00.000000Z"}
	if got[0].KnownAt.String() != known[0] || got[1].KnownAt.String() != known[1] || got[2].KnownAt != 0 || got[2].Value != want {
		t.Errorf("%+v", got)
	}
	if v := got[3].Value; v.Int64 != 21_345 || v.To != calendar.None || v.Confidence != statute.Unsourced {
		t.Errorf("%+v", v)
	}
	if got, err := parameter.ReadFile("a.csv", strings.NewReader(header)); err != nil || len(got) != 0 {
		t.Errorf("no lines: %+v, %v", got, err)
	}
}

func TestReadFile_namesEveryBadLine(t *testing.T) {
	const known = statute.Columns + ",recorded_at\n"
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                 {"", "a.csv:1: the first line"},
		"a foreign header":        {"a,b\n", "a.csv:1: the first line"},
		"a ninth column":          {statute.Columns + ",recorded_at,by\n", "a.csv:1: the first line"},
		"another eighth column":   {statute.Columns + ",known_at\n", "a.csv:1: the first line"},
		"an undeclared name":      {header + "x,1,ppm,2024-01-01,,s,V\n", `a.csv:2: statute: there is no such parameter: "x"`},
		"another unit":            {header + "due_days,1,ore,2024-01-01,,s,V\n", "a.csv:2: due_days is declared in days"},
		"no number":               {header + "due_days,one,days,2024-01-01,,s,V\n", `a.csv:2: value of due_days: "one"`},
		"a first day that is not": {header + "due_days,1,days,2024-02-30,,s,V\n", "a.csv:2: from of due_days"},
		"an unknown mark":         {header + "due_days,1,days,2024-01-01,,s,Z\n", `a.csv:2: confidence of due_days: "Z"`},
		"a break in the source":   {header + "due_days,1,days,2024-01-01,,\"s\nt\",V\n", "a.csv:2: parameter: the source"},
		"a choice that is none":   {header + "interest_day_count,0,count,2024-01-01,,s,V\n", "a.csv:2: statute: the value cannot be taken: interest_day_count: 0 is not between 1 and 2"},
		"a field too few":         {known + "due_days,1,days,2024-01-01,,s,V\n", "a.csv:2: there are 7 fields; the first line has 8"},
		"no instant":              {known + "due_days,1,days,2024-01-01,,s,V,yesterday\n", "a.csv:2: recorded_at"},
		"the instant that is 0":   {known + "due_days,1,days,2024-01-01,,s,V,1970-01-01T00:00:00Z\n", "a.csv:2: recorded_at"},
		"a quote not closed":      {header + "due_days,1,days,2024-01-01,,\"s,V\n", "a.csv:"},
		"a quote in the midst":    {header + "# x\ndue_days,1,days,2024-01-01,,s\"t,V\n", "a.csv:3: "},
	} {
		got, err := parameter.ReadFile("a.csv", strings.NewReader(c.text))
		if got != nil || !errors.Is(err, statute.ErrFile) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	many := header + "due_days,1,days,2024-01-01,,s,V\n" + strings.Repeat("due_days,-1,days,2024-01-01,,s,V\n", 30)
	_, err := parameter.ReadFile("a.csv", strings.NewReader(many))
	if err == nil || !strings.Contains(err.Error(), "a.csv:3:") || !strings.Contains(err.Error(), "a.csv:22:") || strings.Contains(err.Error(), "a.csv:23:") || !strings.Contains(err.Error(), "and 10 more") {
		t.Errorf("%v", err)
	}
	if _, err := parameter.ReadFile("a.csv", broken{}); !errors.Is(err, errBroken) {
		t.Errorf("%v", err)
	}
}

var errBroken = errors.New("broken")

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errBroken }

// The file of the demonstration holds made-up values only, and a lending rate for every
// day of 2007 to 2026 that was known before its year.
func TestReadFile_theDemonstration(t *testing.T) {
	f, err := os.Open("../../demo/parameters.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	settings, err := parameter.ReadFile(f.Name(), f)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings {
		if s.Value.Confidence != statute.Fictitious || s.KnownAt >= calendar.StartOfDay(s.Value.From) || !strings.Contains(s.Value.Source, "not a real") {
			t.Errorf("%+v", s)
		}
	}
	j, err := journal.Open(t.Context(), t.TempDir()+"/demo.db")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	record(t, j, "demo", settings...)
	p := book(t, j).At(calendar.StartOfDay(calendar.New(2026, 1, 1)))
	rates, err := p.Between(statute.StateLendingRate, calendar.Period{From: calendar.New(2007, 1, 1), To: calendar.New(2026, 12, 31)})
	if err != nil || len(rates) != 20 {
		t.Fatalf("%+v, %v", rates, err)
	}
	for i, want := range []int64{10_000, 20_000, 30_000, 25_000, 25_000} { // 2022 to 2026, as in the worked cases
		if got := rates[15+i]; got.Int64 != want || got.From != calendar.New(2022+i, 1, 1) {
			t.Errorf("%+v, want %d", got, want)
		}
	}
	for _, name := range []string{statute.PlanBreachMissedInstalments, statute.PlanMinimumInstalment} {
		if _, err := p.Value(name, calendar.New(2024, 1, 1)); err != nil {
			t.Error(err)
		}
	}
	if _, err := p.Value(statute.HandoverMinimum, calendar.New(2024, 1, 1)); !errors.Is(err, statute.ErrMissing) {
		t.Errorf("%v", err)
	}
}

// FuzzReadFile: a file is refused or read; what is read is allowed, is stored in one form
// and read back as it was.
func FuzzReadFile(f *testing.F) {
	f.Add(header + "state_lending_rate,30000,ppm,2024-01-01,2024-12-31,\"a, b\",V\n")
	f.Add(statute.Columns + ",recorded_at\n# x\nallocation_order,21345,order,2024-01-01,,å %20,F,2023-12-14\nregime_border,2022-09-01,date,1800-01-01,,x,U,\n")
	f.Add(statute.Columns + ",recorded_at\ndue_days,1,days,2024-01-01,,s,V,1970-01-01T00:00:00Z\n")
	f.Add("\ufeff" + header + "due_days,-1,days,,,,\n\"")
	p := program(f)
	f.Fuzz(func(t *testing.T, text string) {
		settings, err := parameter.ReadFile("a.csv", strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, statute.ErrFile) || settings != nil {
				t.Fatalf("%+v, %v", settings, err)
			}
			return
		}
		for _, s := range settings {
			if err := p.Check(s.Value); err != nil {
				t.Fatal(err)
			}
			body := parameter.FormatBody(s.Value)
			got, err := parameter.FromJournal(&journal.Event{Kind: parameter.Kind, OccurredOn: s.Value.From, RecordedAt: s.KnownAt, Body: body})
			if err != nil || got != s {
				t.Fatalf("%+v is stored %q and read %+v, %v", s, body, got, err)
			}
		}
	})
}

// FuzzBody: any stored body is refused or read, and what is read is written the same.
func FuzzBody(f *testing.F) {
	for _, body := range []string{
		"confidence=S from=2024-01-01 name=state_lending_rate source=Riksgälden%20100%20%25 to=2024-12-31 unit=ppm value=25000",
		"confidence=I from=2024-01-01 name=allocation_order source=a=b unit=order value=12345",
		"confidence=I from=2024-01-01 name=regime_border source=%41 unit=date value=2022-09-01",
		"from=2024-01-01 confidence=I name=x source=x unit=days value=1",
		"confidence=I from=2024-01-01 name=x source=x unit=days value=1 value=1",
		"confidence=I from=2024-01-01 name=x source=x to= unit=days value=1",
		"confidence=I from=2024-01-01  name=x source=x unit=days value=01", " ", "=", "",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		v, err := parameter.ParseBody(body)
		if err != nil {
			return
		}
		if parameter.FormatBody(v) != body || v.Name == "" || v.Source == "" || v.Period().IsEmpty() || !strings.Contains(body, " unit="+string(v.Unit)) {
			t.Fatalf("%q is read as %+v, written %q", body, v, parameter.FormatBody(v))
		}
	})
}

func TestParseBody_hasOneForm(t *testing.T) {
	const good = "confidence=S from=2024-01-01 name=due_days source=a%20b to=2024-12-31 unit=days value=30"
	if v, err := parameter.ParseBody(good); err != nil || v.Source != "a b" || v.Int64 != 30 || v.To != calendar.New(2024, 12, 31) {
		t.Fatalf("%+v, %v", v, err)
	}
	for name, body := range map[string]string{
		"empty":                    "",
		"a part left out":          strings.Replace(good, " unit=days", "", 1),
		"a part twice":             good + " value=30",
		"a part too many":          good + " z=1",
		"another order":            "from=2024-01-01 confidence=S" + strings.TrimPrefix(good, "confidence=S from=2024-01-01"),
		"two spaces":               strings.Replace(good, " to", "  to", 1),
		"a space at the end":       good + " ",
		"a leading zero":           strings.Replace(good, "=30", "=030", 1),
		"an unknown unit":          strings.Replace(good, "=days", "=weeks", 1),
		"an unknown mark":          strings.Replace(good, "=S", "=X", 1),
		"a last day that is empty": strings.Replace(good, "to=2024-12-31", "to=", 1),
		"a last day too early":     strings.Replace(good, "to=2024-12-31", "to=2023-12-31", 1),
		"no source":                strings.Replace(good, "a%20b", "", 1),
		"a needless escape":        strings.Replace(good, "a%20b", "%61%20b", 1),
		"a stray percent sign":     strings.Replace(good, "a%20b", "a%b", 1),
		"a name without a value":   strings.Replace(good, "unit=days", "unit", 1),
	} {
		if v, err := parameter.ParseBody(body); err == nil {
			t.Errorf("%s: %q is read as %+v", name, body, v)
		}
	}
}
