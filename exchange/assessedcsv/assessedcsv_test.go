package assessedcsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/assessedcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "household;person;role;decided_on;employment;business;own_pension;funds_set_aside;funds_reversed;old_deficits;capital;capital_deductions;capital_losses;deferral;interest_allocation;standard_income;wealth;study_grant;study_start;scholarship;foreign\n"
	// Numbers that Skatteverket has published for tests, and of a public body.
	adult, parent, other, child, employer = "193501096998", "198501012382", "193501259166", "202301622383", "162021005521"
)

func number(t testing.TB, s string) identity.Number {
	t.Helper()
	n, err := identity.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// good and young are lines in plain form that can be used together, as their fields.
var (
	good  = []string{"H1", adult, "adult", "2026-08-12", "301500", "", "", "", "", "", "-141250,50", "", "", "", "", "", "", "", "", "", ""}
	young = []string{"H1", child, "child", "", "", "", "", "", "", "", "1500", "", "", "", "", "", "20000", "", "", "", ""}
)

func change(fields []string, changes []string) string {
	f := slices.Clone(fields)
	for i := 0; i < len(changes); i += 2 {
		f[slices.Index(assessedcsv.Header, changes[i])] = changes[i+1]
	}
	return strings.Join(f, ";") + "\n"
}

func with(changes ...string) string { return change(good, changes) }

func withYoung(changes ...string) string { return change(young, changes) }

// stream reads the lines one by one, and keeps copies.
func stream(in io.Reader) ([]assessedcsv.Record, error) {
	r, err := assessedcsv.NewReader("a.csv", in)
	if err != nil {
		return nil, err
	}
	var all []assessedcsv.Record
	for rec := range r.Records() {
		kept := *rec
		kept.Household = bytes.Clone(rec.Household)
		all = append(all, kept)
	}
	return all, r.Err()
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := with() + with("person", parent, "employment", "0", "capital", "-1,5", "foreign", "12,25") + withYoung() +
		"\n\"a.B_-9\";" + child + ";\"alternating\";2026-08-01;;;;;;;-0,01;2;3;4;5;6;7;;;;\n" +
		"a.B_-9;" + other + ";adult;2026-12-31;1;2;3;4;5;6;\u22127;8;9;10;11;12;13;14;15;10 000 000 000;99999999,99\n"
	day := calendar.New(2026, 8, 12)
	want := []assessedcsv.Record{
		{Line: 2, Household: []byte("H1"), Person: number(t, adult), Role: assessedcsv.Adult, DecidedOn: day, Employment: 30_150_000, Capital: -14_125_050},
		{Line: 3, Household: []byte("H1"), Person: number(t, parent), Role: assessedcsv.Adult, DecidedOn: day, Capital: -150, Foreign: 1225},
		{Line: 4, Household: []byte("H1"), Person: number(t, child), Role: assessedcsv.Child, DecidedOn: calendar.None, Capital: 150_000, Wealth: 2_000_000},
		{Line: 6, Household: []byte("a.B_-9"), Person: number(t, child), Role: assessedcsv.Alternating, DecidedOn: calendar.New(2026, 8, 1), Capital: -1, CapitalDeductions: 200, CapitalLosses: 300, Deferral: 400,
			InterestAllocation: 500, StandardIncome: 600, Wealth: 700},
		{Line: 7, Household: []byte("a.B_-9"), Person: number(t, other), Role: assessedcsv.Adult, DecidedOn: calendar.New(2026, 12, 31), Employment: 100, Business: 200, OwnPension: 300, FundsSetAside: 400, FundsReversed: 500,
			OldDeficits: 600, Capital: -700, CapitalDeductions: 800, CapitalLosses: 900, Deferral: 1000, InterestAllocation: 1100, StandardIncome: 1200, Wealth: 1300, StudyGrant: 1400, StudyStart: 1500,
			Scholarship: assessedcsv.MaxAmount, Foreign: 9_999_999_999},
	}
	for name, text := range map[string]string{"plain": header + body, "CR LF": strings.ReplaceAll(header+body, "\n", "\r\n"),
		"byte order mark": "\ufeff" + header + body, "no last end": strings.TrimSuffix(header+body, "\n")} {
		for _, in := range []func() io.Reader{func() io.Reader { return strings.NewReader(text) }, func() io.Reader { return iotest.OneByteReader(strings.NewReader(text)) }} {
			if got, err := stream(in()); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v %v", name, got, err)
			}
			if got, aside, err := assessedcsv.Read("a.csv", in()); err != nil || len(aside) > 0 || !reflect.DeepEqual(got, [][]assessedcsv.Record{want[:3], want[3:]}) {
				t.Errorf("%s: %+v %v %v", name, got, aside, err)
			}
		}
	}
}

func TestReader_namesEachFault(t *testing.T) {
	const (
		party   = "an identity number of twelve digits (an organisation: 16 and its ten)"
		id      = "1 to 40 of A to Z, a to z, digits, full stop, underscore and hyphen, not beginning with a hyphen"
		amount  = "an amount in kronor from 0 to 10000000000, such as 1234,50"
		deficit = "an amount in kronor from -10000000000 to 10000000000, such as 1234,50, or nothing"
	)
	for line, want := range map[string]string{
		with("household", ""):                    `1: household is ""; expected ` + id,
		with("household", "@1"):                  `1: household is "@1"; expected ` + id,
		with("household", "H\u00e51"):            `1: household is "Hå1"; expected ` + id,
		with("household", "H 1"):                 `1: household is "H 1"; expected ` + id,
		withYoung("role", "x"):                   `17: role is "x"; expected adult, child or alternating`,
		with("person", ""):                       `4: person is ""; expected ` + party,
		with("person", "19350109-6998"):          `4: person is "19350109-****"; expected ` + party,
		with("person", employer):                 `4: person is "16202100****"; expected the number of a person`,
		with("role", "Adult"):                    `17: role is "Adult"; expected adult, child or alternating`,
		with("decided_on", ""):                   `23: decided_on is ""; expected a date written YYYY-MM-DD`,
		with("decided_on", "2026-02-29"):         `23: decided_on is "2026-02-29"; expected a date written YYYY-MM-DD`,
		withYoung("decided_on", "2026"):          `23: decided_on is "2026"; expected a date written YYYY-MM-DD, or nothing`,
		with("employment", ""):                   `34: employment is ""; expected ` + amount + `; 0 where an adult had none`,
		with("employment", "-1"):                 `34: employment is "-1"; expected ` + amount + `, or nothing`,
		with("own_pension", "-1"):                `42: own_pension is "-1"; expected ` + amount + `, or nothing`,
		with("own_pension", "1.5"):               `42: own_pension is "1.5"; expected ` + amount + `, or nothing (öre are written after a comma, not a point)`,
		with("funds_set_aside", "=1"):            `43: funds_set_aside is "=1"; expected ` + amount + `, or nothing (a digit is expected)`,
		with("funds_reversed", "x"):              `44: funds_reversed is "x"; expected ` + amount + `, or nothing (a digit is expected)`,
		with("old_deficits", "-0,01"):            `45: old_deficits is "-0,01"; expected ` + amount + `, or nothing`,
		with("capital", "-10 000 000 000,01"):    `46: capital is "-10 000 00* ***,01"; expected ` + deficit,
		with("capital", "--1"):                   `46: capital is "--1"; expected ` + deficit + ` (a digit is expected)`,
		with("wealth", "10 000 000 001"):         `62: wealth is "10 000 00* ***"; expected ` + amount + `, or nothing`,
		with("foreign", "-5"):                    `66: foreign is "-5"; expected ` + amount + `, or nothing`,
		withYoung("employment", "0"):             `24: employment is "0"; expected nothing, of a child`,
		withYoung("old_deficits", "1"):           `29: old_deficits is "1"; expected nothing, of a child`,
		withYoung("study_grant", "1"):            `46: study_grant is "1"; expected nothing, of a child`,
		withYoung("foreign", "1"):                `49: foreign is "1"; expected nothing, of a child`,
		withYoung("role", "alternating"):         "",
		withYoung("standard_income", "-1"):       `39: standard_income is "-1"; expected ` + amount + `, or nothing`,
		"a;b\n":                                  `4: found "a;b"; expected 21 fields (` + strings.TrimSpace(header) + `), not 2`,
		with("scholarship", "\"1"):               `65: found "H1;19350109****;adult;2026-08-12;301500;;;;;;-141250,50;;;;;;;;;\"1;"; expected a closing quotation mark on the same line`,
		strings.Repeat("x", 3000) + "\n":         `1: found "` + strings.Repeat("x", 80) + `"; expected a line of at most 2048 bytes`,
		with("household", "H2", "role", "child"): `34: employment is "301500"; expected nothing, of a child`,
	} {
		if strings.HasPrefix(line, "H1") && strings.Contains(line, child) { // a child's household has an adult
			line = with("person", other) + line
			if want != "" {
				want = "4:" + want
			}
		} else {
			want = "3:" + want
		}
		got, aside, err := assessedcsv.Read("a.csv", strings.NewReader(header+with("household", "before")+line+with("household", "after")+with("household", "last")))
		told := ""
		if err != nil {
			told, _, _ = strings.Cut(strings.TrimPrefix(err.Error(), "a.csv:"), "\n")
		}
		if told != want {
			t.Errorf("%v\nexpected a.csv:%s", err, want)
		}
		if len(got)+len(aside) != 4 || string(got[len(got)-1][0].Household) != "last" || (want != "") != slices.ContainsFunc(aside, func(s assessedcsv.SetAside) bool { return s.Line == 3 }) {
			t.Errorf("%.40q: given %+v, set aside %+v", line, got, aside)
		}
	}
}

// A household with one bad line, or without an adult, is not given; where a line does not say
// whose it is, neither neighbour is believed to be whole.
func TestRead_setsAsideTheWholeHousehold(t *testing.T) {
	a, b, c := with("household", "A"), with("household", "B"), with("household", "C")
	bChild, bOther := withYoung("household", "B"), with("household", "B", "person", other)
	const column = "role is \"child\"; expected an adult on one of the household's lines"
	crowd := ""
	for i := range assessedcsv.MaxPeople {
		n, err := identity.NewPerson(calendar.New(2015, 1, 1)+calendar.Date(i), 1)
		if err != nil {
			t.Fatal(err)
		}
		crowd += withYoung("household", "B", "person", fmt.Sprint(int64(n)))
	}
	for name, x := range map[string]struct{ body, given, told string }{
		"all is well":               {a + b + bOther + bChild + c, "A1 B3 C1", ""},
		"children first":            {a + bChild + bOther + c, "A1 B2 C1", ""},
		"the first line":            {a + with("household", "B", "employment", "") + bChild + c, "A1 C1", "3:33: employment is \"\"; expected an amount in kronor from 0 to 10000000000, such as 1234,50; 0 where an adult had none"},
		"the last line":             {a + b + withYoung("household", "B", "foreign", "1") + c, "A1 C1", "4:48: foreign is \"1\"; expected nothing, of a child"},
		"a person twice":            {a + b + bChild + b + c, "A1 C1", "5:3: person is \"19350109****\"; expected a person who stands once in the household; line 3 has the same"},
		"apart":                     {a + b + c + bChild, "A1 C1", `5:1: household is "B"; expected the lines of a household together; this one began on line 3`},
		"no adult":                  {a + bChild + c, "A1 C1", "3:16: " + column},
		"no adult, in marks":        {a + "\"B\"" + bChild[1:] + c, "A1 C1", "3:16: " + column},
		"no adult at the end":       {a + bChild, "A1", "3:16: " + column},
		"no adult at the beginning": {bChild + a, "A1", "2:16: " + column},
		"two without an adult":      {a + bChild + withYoung("household", "C", "capital", "1 000") + withYoung("household", "C", "person", parent), "A1", "3:16: " + column + "\na.csv:4:16: " + column},
		"no adult before a fault":   {a + bChild + withYoung("household", "B", "person", parent) + with("household", "C", "person", ""), "A1", "3:16: " + column + "\na.csv:5:3: person is \"\"; expected an identity number of twelve digits (an organisation: 16 and its ten)"},
		// Whose adult may be the line that cannot be read, or the one apart, is not said to have none.
		"unknown after":       {a + bChild + "x\n" + c + with("household", "D"), "A1 D1", `4:2: found "x"; expected 21 fields (` + strings.TrimSpace(header) + `), not 1`},
		"unknown before":      {a + strings.Repeat("x", 3000) + "\n" + bChild + c, "C1", `3:1: found "` + strings.Repeat("x", 80) + `"; expected a line of at most 2048 bytes`},
		"a role unknown":      {a + bChild + with("household", "B", "role", "x") + c, "A1 C1", `4:16: role is "x"; expected adult, child or alternating`},
		"its adult is apart":  {a + bChild + c + b, "A1 C1", `5:1: household is "B"; expected the lines of a household together; this one began on line 3`},
		"as many as there be": {a + crowd[:strings.LastIndex(crowd[:len(crowd)-1], "\n")+1] + b + c, fmt.Sprintf("A1 B%d C1", assessedcsv.MaxPeople), ""},
		"more than there be":  {a + crowd + b + c, "A1 C1", `103:1: household is "B"; expected at most 100 people in a household`},
	} {
		got, aside, err := assessedcsv.Read("a.csv", strings.NewReader(header+x.body))
		var names []string
		for _, lines := range got {
			names = append(names, fmt.Sprintf("%s%d", lines[0].Household, len(lines)))
		}
		told := ""
		if err != nil {
			told = strings.TrimPrefix(err.Error(), "a.csv:")
		}
		if strings.Join(names, " ") != x.given || told != x.told || (err == nil) != (len(aside) == 0) {
			t.Errorf("%s: given %v, set aside %+v, %v\nexpected %s", name, names, aside, err, x.told)
		}
	}
}

// The faults of lines and those of households count together, and stand in the file's order.
func TestReader_stopsAfterManyFaults(t *testing.T) {
	lone := func(i int) string { return withYoung("household", fmt.Sprint("L", i)) }
	for n, want := range map[int]struct {
		faults, given, aside int
		more                 bool
	}{49: {99, 3, 99, false}, 50: {100, 3, 100, false}, 51: {100, 2, 102, true}, 80: {100, 2, 102, true}} {
		var file strings.Builder
		file.WriteString(header + with("household", "first") + with("household", "second"))
		for i := range 50 {
			file.WriteString(with("household", fmt.Sprint("P", i), "employment", ""))
		}
		for i := range n {
			file.WriteString(lone(i))
		}
		file.WriteString(with("household", "last"))
		got, aside, err := assessedcsv.Read("a.csv", strings.NewReader(file.String()))
		var bad *assessedcsv.BadLines
		if !errors.As(err, &bad) || len(bad.Faults) != want.faults || bad.More != want.more || len(got) != want.given ||
			!slices.IsSortedFunc(bad.Faults, func(a, b *assessedcsv.LineError) int { return a.Line - b.Line }) || len(aside) != want.aside {
			t.Errorf("%d: %d given, %d set aside, %v", n, len(got), len(aside), err)
		}
	}
	got, err := stream(strings.NewReader(header + strings.Repeat("x\n", 300) + with()))
	var bad *assessedcsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != assessedcsv.MaxBad || !bad.More || len(got) != 0 || !strings.HasSuffix(err.Error(), "\na.csv: the lines after line 101 were not looked at") {
		t.Errorf("%d %v", len(got), err)
	}
}

// What is told of a household without an adult hides the numbers of its first line.
func TestReader_hidesNumbers(t *testing.T) {
	for _, line := range []string{withYoung(), "\"H1\"" + withYoung()[2:]} {
		_, _, err := assessedcsv.Read("a.csv", strings.NewReader(header+line))
		var bad *assessedcsv.BadLines
		if !errors.As(err, &bad) || strings.Contains(bad.Faults[0].Raw, child) || bad.Faults[0].Raw != strings.ReplaceAll(strings.TrimSpace(withYoung()), child[8:], "****") {
			t.Errorf("%+v", bad)
		}
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "household;person\n": "", strings.ReplaceAll(header, ";", ","): " (the fields are separated by semicolons)", adult: ""} {
		_, _, err := assessedcsv.Read("a.csv", strings.NewReader(text))
		var line *assessedcsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why || strings.Contains(err.Error(), adult) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file, and nothing of half a file is given.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for text, records := range map[string]int{"": 0, header: 0, header + with() + "H2;20": 1, header + withYoung(): 1, header + "x\n" + with(): 1} {
		in := func() io.Reader { return io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)) }
		if got, err := stream(in()); !errors.Is(err, broken) || len(got) != records {
			t.Errorf("after %.30q: %d %v", text, len(got), err)
		}
		if got, aside, err := assessedcsv.Read("a.csv", in()); !errors.Is(err, broken) || got != nil || aside != nil {
			t.Errorf("after %.30q: %v %v %v", text, got, aside, err)
		}
	}
}

// A room refuses what a line means, of a line that was read quickly and of one that was not.
func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	for _, business := range []string{"1", "1 000", "-1", "-1 000"} {
		r, err := assessedcsv.NewReader("a.csv", strings.NewReader(header+with("business", business)))
		if err != nil {
			t.Fatal(err)
		}
		for range r.Records() {
			r.Refuse(assessedcsv.DecidedOn, "another year")
		}
		if err := r.Err(); err == nil || err.Error() != `a.csv:2:23: decided_on is "2026-08-12"; expected another year` {
			t.Error(err)
		}
	}
}

// drawn is a household that can stand in a file.
func drawn(t *rapid.T, i int) []assessedcsv.Record {
	id := []byte(fmt.Sprintf("%d%s", i, rapid.StringMatching(`[A-Za-z0-9._-]{0,39}`).Draw(t, "id")))
	amount := rapid.OneOf(rapid.Just(int64(0)), rapid.Just(int64(0)), rapid.Int64Range(0, 60_000_000), rapid.Int64Range(0, assessedcsv.MaxAmount), rapid.Just(int64(assessedcsv.MaxAmount)))
	adultAt := rapid.IntRange(0, 3).Draw(t, "adult")
	var all []assessedcsv.Record
	for j := range rapid.IntRange(adultAt+1, 5).Draw(t, "people") {
		person, err := identity.NewPerson(calendar.New(1950+10*j, 1, 1)+calendar.Date(rapid.IntRange(0, 3000).Draw(t, "born")), rapid.IntRange(1, 999).Draw(t, "serial"))
		if err != nil {
			t.Fatal(err)
		}
		rec := assessedcsv.Record{Household: id, Person: person, Role: rapid.SampledFrom([]assessedcsv.Role{assessedcsv.Adult, assessedcsv.Child, assessedcsv.Alternating}).Draw(t, "role"), DecidedOn: calendar.None}
		if j == adultAt {
			rec.Role = assessedcsv.Adult
		}
		draw := func(to ...*money.Amount) {
			for _, a := range to {
				*a = money.Amount(amount.Draw(t, "amount"))
			}
		}
		draw(&rec.Capital, &rec.CapitalDeductions, &rec.CapitalLosses, &rec.Deferral, &rec.InterestAllocation, &rec.StandardIncome, &rec.Wealth)
		if rapid.Bool().Draw(t, "deficit") {
			rec.Capital = -rec.Capital
		}
		if rec.Role == assessedcsv.Adult {
			draw(&rec.Employment, &rec.Business, &rec.OwnPension, &rec.FundsSetAside, &rec.FundsReversed, &rec.OldDeficits, &rec.StudyGrant, &rec.StudyStart, &rec.Scholarship, &rec.Foreign)
			if rapid.Bool().Draw(t, "deficit of business") {
				rec.Business = -rec.Business
			}
		}
		if rec.Role == assessedcsv.Adult || rapid.Bool().Draw(t, "decided") {
			rec.DecidedOn = calendar.New(2012, 1, 1) + calendar.Date(rapid.IntRange(0, 9000).Draw(t, "day"))
		}
		all = append(all, rec)
	}
	return all
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want [][]assessedcsv.Record
		var b bytes.Buffer
		w := assessedcsv.NewWriter(&b)
		lines := 1
		for i := range rapid.IntRange(0, 5).Draw(t, "households") {
			rows := drawn(t, i)
			if err := w.Write(rows); err != nil {
				t.Fatal(err)
			}
			for i := range rows {
				lines++
				rows[i].Line = lines
			}
			want = append(want, rows)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, aside, err := assessedcsv.Read("a.csv", bytes.NewReader(b.Bytes())); err != nil || len(aside) > 0 || !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
			t.Fatalf("%s: %+v\nnot %+v\n%v %v", b.Bytes(), got, want, aside, err)
		}
		if got, err := stream(bytes.NewReader(b.Bytes())); err != nil || !slices.EqualFunc(got, slices.Concat(want...), func(a, b assessedcsv.Record) bool { return reflect.DeepEqual(a, b) }) {
			t.Fatalf("%s: %+v %v", b.Bytes(), got, err)
		}
		std := csv.NewReader(&b)
		std.Comma = ';'
		if rows, err := std.ReadAll(); err != nil || len(rows) != lines {
			t.Fatalf("the standard library reads %q %v", rows, err)
		}
	})
}

func TestWriter_refusesWhatAReaderWould(t *testing.T) {
	fine := func(id string) []assessedcsv.Record {
		return []assessedcsv.Record{{Household: []byte(id), Person: number(t, child), Role: assessedcsv.Child, DecidedOn: calendar.None},
			{Household: []byte(id), Person: number(t, adult), Role: assessedcsv.Adult, DecidedOn: calendar.New(2026, 1, 1)}}
	}
	type rec = assessedcsv.Record
	for name, spoil := range map[string]func(a, b *rec){
		"no id": func(a, b *rec) { a.Household = nil }, "a formula": func(a, b *rec) { a.Household = []byte("-1") }, "another household": func(a, b *rec) { b.Household = []byte("other") },
		"one that was written": func(a, b *rec) { a.Household, b.Household = []byte("before"), []byte("before") }, "one before the one before": func(a, b *rec) { a.Household = []byte("first") },
		"no person": func(a, b *rec) { a.Person = 0 }, "an organisation": func(a, b *rec) { a.Person = number(t, employer) }, "a person twice": func(a, b *rec) { b.Person = a.Person },
		"no role": func(a, b *rec) { a.Role = 0 }, "a strange role": func(a, b *rec) { a.Role = 4 }, "no adult": func(a, b *rec) { b.Role = assessedcsv.Alternating }, "no decision": func(a, b *rec) { b.DecidedOn = calendar.None },
		"a child's income": func(a, b *rec) { a.Employment = 1 }, "a child's grant": func(a, b *rec) { a.StudyGrant = 1 }, "employment": func(a, b *rec) { b.Employment = -1 },
		"much employment": func(a, b *rec) { b.Employment = assessedcsv.MaxAmount + 1 }, "a deficit": func(a, b *rec) { b.Capital = -assessedcsv.MaxAmount - 1 }, "wealth": func(a, b *rec) { a.Wealth = -1 }, "foreign": func(a, b *rec) { b.Foreign = -1 },
	} {
		w := assessedcsv.NewWriter(io.Discard)
		for _, id := range []string{"first", "before", "H"} {
			rows := fine(id)
			if id == "H" {
				spoil(&rows[0], &rows[1])
			}
			if err := w.Write(rows); (err == nil) == (id == "H") {
				t.Errorf("%s: household %s: %v", name, id, err)
			} else if err != nil && (strings.Contains(err.Error(), adult) || strings.Contains(err.Error(), child)) {
				t.Errorf("%s: %v names a number", name, err)
			}
		}
		if w.Write(fine("after")) == nil || w.Flush() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
}

// asCareful fails unless the file is read as it is with care.
func asCareful(t interface{ Fatalf(string, ...any) }, file string) {
	want, faults, ok, err := assessedcsv.Careful("a.csv", strings.NewReader(file))
	if err != nil {
		t.Fatalf("%q: %v", file, err)
	}
	if !ok { // more faults than are told
		return
	}
	got, err := stream(strings.NewReader(file))
	var bad *assessedcsv.BadLines
	if err != nil && !errors.As(err, &bad) {
		t.Fatalf("%q: %v", file, err)
	}
	if bad == nil {
		bad = &assessedcsv.BadLines{}
	}
	if !slices.EqualFunc(got, want, func(a, b assessedcsv.Record) bool { return reflect.DeepEqual(a, b) }) || len(bad.Faults) != len(faults) || len(faults) > 0 && !reflect.DeepEqual(bad.Faults, faults) {
		t.Fatalf("%q:\n%+v %v\nwith care\n%+v %v", file, got, err, want, faults)
	}
}

// However a file is spoilt, it is read as with care.
func TestReader_readsAsWithCare(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", ";", "\n", "\r\n", `"`, "å", "\xff", " ", ",", "0", "1", "-", "=", "\x80", ";child;", ";adult;", "2025-02-30", "0,01", "-5", "1 000", "00000012,5", "193501096998", "162021005521", "197010632391", "alternating", "99999999,99", strings.Repeat("z", 2100)})
	rapid.Check(t, func(t *rapid.T) {
		var file strings.Builder
		w := assessedcsv.NewWriter(&file)
		for i := range rapid.IntRange(1, 3).Draw(t, "households") {
			if err := w.Write(drawn(t, i)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		text := file.String()
		for range rapid.IntRange(0, 3).Draw(t, "faults") {
			at := rapid.IntRange(len(header), len(text)).Draw(t, "at")
			text = text[:at] + piece.Draw(t, "piece") + text[min(len(text), at+rapid.IntRange(0, 2).Draw(t, "less")):]
		}
		lines := strings.SplitAfter(text, "\n")
		for range rapid.IntRange(0, 2).Draw(t, "moved or left out") {
			if len(lines) > 2 {
				n := rapid.IntRange(1, len(lines)-1).Draw(t, "line")
				line := lines[n]
				if lines = slices.Delete(lines, n, n+1); rapid.Bool().Draw(t, "moved") {
					lines = slices.Insert(lines, rapid.IntRange(1, len(lines)).Draw(t, "to"), line)
				}
			}
		}
		asCareful(t, strings.Join(lines, ""))
	})
}

// FuzzRead: no text is read in another way than with care, or makes the reader fail without a
// place; the households that are given can be written, and are then read as the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{with() + withYoung(), withYoung(), with("capital", "-0"), with("business", "12,5") + "\r\n" + withYoung("household", "B"), "\"H1\"" + with("capital", "-1 250")[2:] + with("household", "B"), ";;;;", "\xff", "\"",
		with("foreign", "1,5") + "x\n" + with("household", "C"), withYoung() + with("household", "B") + with()} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		asCareful(t, header+body)
		got, aside, err := assessedcsv.Read("a.csv", strings.NewReader(header+body))
		var bad *assessedcsv.BadLines
		if errors.As(err, &bad) {
			for _, e := range bad.Faults {
				if e.Line < 2 || e.Line > 2+strings.Count(body, "\n") || e.Column < 1 || e.Column > 2+utf8.RuneCountInString(e.Raw) || e.Expected == "" {
					t.Fatalf("%q: %+v", body, e)
				}
			}
		} else if err != nil || len(aside) > 0 {
			t.Fatalf("%q: %v is set aside, %v", body, aside, err)
		}
		var b bytes.Buffer
		w := assessedcsv.NewWriter(&b)
		for _, lines := range got {
			if err := w.Write(lines); err != nil {
				t.Fatalf("%q: %+v: %v", body, lines, err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		again, aside, err := assessedcsv.Read("a.csv", &b)
		if err != nil || len(aside) > 0 || len(again) != len(got) {
			t.Fatalf("%q: %v %v %v", body, again, aside, err)
		}
		for i := range again {
			for j := range again[i] {
				again[i][j].Line = got[i][j].Line
			}
			if !reflect.DeepEqual(again[i], got[i]) {
				t.Fatalf("%q: %+v, then %+v", body, got[i], again[i])
			}
		}
	})
}
