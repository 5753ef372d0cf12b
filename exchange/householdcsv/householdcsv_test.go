package householdcsv_test

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

	"balans/exchange/householdcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "household;person;spouse;form;from;to;cost;area;rooms;home;alternating;access;accepted_cost;accepted_area;income;spouse_income;paid;supplement;decided_on\n"
	// Numbers that Skatteverket has published for tests, and of a public body.
	adult, parent, other, employer = "193501096998", "198501012382", "193501259166", "162021005521"
)

func number(t testing.TB, s string) identity.Number {
	t.Helper()
	n, err := identity.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// good is a line in plain form that can be used, as its fields.
var good = []string{"H1", adult, "", "family", "2025-01", "2025-06", "17250,50", "82", "", "1", "0", "0", "", "", "240000", "", "19000", "", "2024-12-03"}

func with(changes ...string) string {
	f := slices.Clone(good)
	for i := 0; i < len(changes); i += 2 {
		f[slices.Index(householdcsv.Header, changes[i])] = changes[i+1]
	}
	return strings.Join(f, ";") + "\n"
}

// stream reads the lines one by one, and keeps copies.
func stream(in io.Reader) ([]householdcsv.Record, error) {
	r, err := householdcsv.NewReader("h.csv", in)
	if err != nil {
		return nil, err
	}
	var all []householdcsv.Record
	for rec := range r.Records() {
		kept := *rec
		kept.Household = bytes.Clone(rec.Household)
		all = append(all, kept)
	}
	return all, r.Err()
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := with() + with("from", "2025-07", "to", "2025-12", "paid", "2000,5", "rooms", "3") +
		"\n\"a.B_-9\";" + parent + ";" + other + ";\"young\";2099-12;2099-12;0;999;0;0;0;0;0,01;70;0;1 000,25;0;0;2099-12-31\n" +
		"H3;" + parent + ";" + other + ";family;2011-01;2011-12;1000000;1;50;20;3;2;1000000;999;99999999,99;10 000 000 000;1000000;450,00;2011-01-01\n"
	jan := calendar.New(2025, 1, 1)
	first := householdcsv.Record{Line: 2, Household: []byte("H1"), Person: number(t, adult), Form: householdcsv.Family, From: jan, To: jan.AddMonths(5), Cost: 1_725_050, Area: 82,
		Rooms: householdcsv.RoomsNotStated, Home: 1, Income: 24_000_000, Paid: 1_900_000, DecidedOn: calendar.New(2024, 12, 3)}
	second := first
	second.Line, second.From, second.To, second.Paid, second.Rooms = 3, jan.AddMonths(6), jan.AddMonths(11), 200_050, 3
	want := []householdcsv.Record{first, second,
		{Line: 5, Household: []byte("a.B_-9"), Person: number(t, parent), Spouse: number(t, other), Form: householdcsv.Young, From: calendar.New(2099, 12, 1), To: calendar.New(2099, 12, 1),
			Area: 999, AcceptedCost: 1, AcceptedArea: 70, SpouseIncome: 100_025, DecidedOn: calendar.New(2099, 12, 31)},
		{Line: 6, Household: []byte("H3"), Person: number(t, parent), Spouse: number(t, other), Form: householdcsv.Family, From: calendar.New(2011, 1, 1), To: calendar.New(2011, 12, 1), Cost: householdcsv.MaxMonth,
			Area: 1, Rooms: 50, Home: 20, Alternating: 3, Access: 2, AcceptedCost: householdcsv.MaxMonth, AcceptedArea: 999, Income: 9_999_999_999, SpouseIncome: householdcsv.MaxIncome,
			Paid: householdcsv.MaxMonth, Supplement: 45_000, DecidedOn: calendar.New(2011, 1, 1)}}
	for name, text := range map[string]string{"plain": header + body, "CR LF": strings.ReplaceAll(header+body, "\n", "\r\n"),
		"byte order mark": "\ufeff" + header + body, "no last end": strings.TrimSuffix(header+body, "\n")} {
		for _, in := range []func() io.Reader{func() io.Reader { return strings.NewReader(text) }, func() io.Reader { return iotest.OneByteReader(strings.NewReader(text)) }} {
			if got, err := stream(in()); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v %v", name, got, err)
			}
			if got, aside, err := householdcsv.Read("h.csv", in()); err != nil || len(aside) > 0 || !reflect.DeepEqual(got, [][]householdcsv.Record{want[:2], want[2:3], want[3:]}) {
				t.Errorf("%s: %+v %v %v", name, got, aside, err)
			}
		}
	}
}

func TestReader_namesEachFault(t *testing.T) {
	const (
		party   = "an identity number of twelve digits (an organisation: 16 and its ten)"
		id      = "1 to 40 of A to Z, a to z, digits, full stop, underscore and hyphen, not beginning with a hyphen"
		month   = "a month written YYYY-MM, from 2011-01 to 2099-12"
		aYear   = "a month of the same year as from and not before it"
		monthly = "an amount in kronor from 0 to 1000000, such as 1234,50"
		yearly  = "an amount in kronor from 0 to 10000000000, such as 1234,50"
		people  = "a whole number from 0 to 20 in digits alone"
	)
	for line, want := range map[string]string{
		with("household", ""):                             `1: household is ""; expected ` + id,
		with("household", "=1"):                           `1: household is "=1"; expected ` + id,
		with("household", "-1"):                           `1: household is "-1"; expected ` + id,
		with("household", "H 1"):                          `1: household is "H 1"; expected ` + id,
		with("household", strings.Repeat("x", 41)):        `1: household is "` + strings.Repeat("x", 41) + `"; expected ` + id,
		with("person", ""):                                `4: person is ""; expected ` + party,
		with("person", "193501096999"):                    `4: person is "19350109****"; expected ` + party + "; the check digit is wrong",
		with("person", employer):                          `4: person is "16202100****"; expected the number of a person`,
		with("spouse", adult, "spouse_income", "0"):       `17: spouse is "19350109****"; expected another person than the one who applied, or nothing`,
		with("spouse", employer, "spouse_income", "0"):    `17: spouse is "16202100****"; expected the number of a person, or nothing`,
		with("form", "Family"):                            `18: form is "Family"; expected family or young`,
		with("form", ""):                                  `18: form is ""; expected family or young`,
		with("form", "young"):                             `53: home is "1"; expected 0, where the form is young`,
		with("form", "young", "home", "0", "access", "2"): `57: access is "2"; expected 0, where the form is young`,
		with("home", "0"):                                 `54: home is "0"; expected a child at home, or one of another sort in the next two fields, in a family`,
		with("from", "2010-12"):                           `25: from is "2010-12"; expected ` + month,
		with("from", "2025-01-01"):                        `25: from is "2025-01-01"; expected ` + month,
		with("to", "2100-01"):                             `33: to is "2100-01"; expected ` + month,
		with("from", "2010-11", "to", "2010-12"):          `25: from is "2010-11"; expected ` + month,
		with("from", "2100-01", "to", "2100-01"):          `25: from is "2100-01"; expected ` + month,
		with("paid", "1000000,01"):                        `70: paid is "1000000,01"; expected ` + monthly,
		with("supplement", "1000000,01"):                  `76: supplement is "1000000,01"; expected ` + monthly + ", or nothing",
		with("accepted_cost", "1000000,01"):               `60: accepted_cost is "1000000,01"; expected ` + monthly + ", or nothing",
		with("accepted_area", "0"):                        `61: accepted_area is "0"; expected a whole number from 1 to 999 in digits alone, or nothing`,
		with("to", "2025-13"):                             `33: to is "2025-13"; expected ` + month,
		with("to", "2026-01"):                             `33: to is "2026-01"; expected ` + aYear,
		with("from", "2025-07"):                           `33: to is "2025-06"; expected ` + aYear,
		with("cost", "-1"):                                `41: cost is "-1"; expected ` + monthly,
		with("cost", ""):                                  `41: cost is ""; expected ` + monthly + " (a digit is expected)",
		with("cost", "1000000,01"):                        `41: cost is "1000000,01"; expected ` + monthly,
		with("cost", "10.50"):                             `41: cost is "10.50"; expected ` + monthly + " (öre are written after a comma, not a point)",
		with("area", "0"):                                 `50: area is "0"; expected a whole number from 1 to 999 in digits alone`,
		with("area", "82,5"):                              `50: area is "82,5"; expected a whole number from 1 to 999 in digits alone`,
		with("rooms", "51"):                               `53: rooms is "51"; expected a whole number from 0 to 50 in digits alone, or nothing`,
		with("home", "21"):                                `54: home is "21"; expected ` + people,
		with("alternating", ""):                           `56: alternating is ""; expected ` + people,
		with("access", "-1"):                              `58: access is "-1"; expected ` + people,
		with("accepted_cost", "0"):                        `60: accepted_cost is "0"; expected a cost above zero, or nothing`,
		with("accepted_cost", "x"):                        `60: accepted_cost is "x"; expected ` + monthly + ", or nothing (a digit is expected)",
		with("accepted_area", "1000"):                     `61: accepted_area is "1000"; expected a whole number from 1 to 999 in digits alone, or nothing`,
		with("income", ""):                                `62: income is ""; expected ` + yearly + " (a digit is expected)",
		with("income", "10000000000,01"):                  `62: income is "1000000****,01"; expected ` + yearly,
		with("spouse_income", "0"):                        `69: spouse_income is "0"; expected nothing, where there is no spouse`,
		with("spouse", other):                             `81: spouse_income is ""; expected ` + yearly + " (a digit is expected)",
		with("paid", ""):                                  `70: paid is ""; expected ` + monthly + " (a digit is expected)",
		with("supplement", "x"):                           `76: supplement is "x"; expected ` + monthly + ", or nothing (a digit is expected)",
		with("decided_on", "2024-12"):                     `77: decided_on is "2024-12"; expected a date written YYYY-MM-DD`,
		with("decided_on", ""):                            `77: decided_on is ""; expected a date written YYYY-MM-DD`,
		"a;b\n":                                           `4: found "a;b"; expected 19 fields (` + strings.TrimSpace(header) + `), not 2`,
		strings.Repeat("x", 3000) + "\n":                  `1: found "` + strings.Repeat("x", 80) + `"; expected a line of at most 2048 bytes`,
	} {
		file := header + with("household", "before") + line + with("household", "after") + with("household", "last")
		got, aside, err := householdcsv.Read("h.csv", strings.NewReader(file))
		told := ""
		if err != nil {
			told, _, _ = strings.Cut(err.Error(), "\n")
		}
		if told != "h.csv:3:"+want {
			t.Errorf("%v\nexpected h.csv:3:%s", err, want)
		}
		if len(got)+len(aside) != 4 || got[len(got)-1][0].Line != 5 || !slices.ContainsFunc(aside, func(s householdcsv.SetAside) bool { return s.Line == 3 }) {
			t.Errorf("%.40q: given %+v, set aside %+v", line, got, aside)
		}
	}
}

// A household with one bad line is not given, wherever the line stands in it; where a line
// does not say whose it is, neither neighbour is believed to be whole.
func TestRead_setsAsideTheWholeHousehold(t *testing.T) {
	line := func(id, from, to string, more ...string) string {
		return with(append([]string{"household", id, "from", "2025-" + from, "to", "2025-" + to}, more...)...)
	}
	a, b, c := line("A", "01", "12"), line("B", "01", "03"), line("C", "01", "12")
	for name, x := range map[string]struct{ body, given, told string }{
		"all is well":        {a + b + line("B", "04", "06") + line("B", "08", "12") + c, "A1 B3 C1", ""},
		"next year":          {a + b + with("household", "B", "from", "2026-01", "to", "2026-01") + c, "A1 B2 C1", ""},
		"the first line":     {a + line("B", "01", "03", "area", "0") + line("B", "04", "06") + c, "A1 C1", `3:49: area is "0"; expected a whole number from 1 to 999 in digits alone`},
		"the last line":      {a + b + line("B", "04", "06", "area", "0") + c, "A1 C1", `4:49: area is "0"; expected a whole number from 1 to 999 in digits alone`},
		"another person":     {a + b + line("B", "04", "06", "person", parent) + c, "A1 C1", `4:3: person is "19850101****"; expected the person of line 3 of the same household`},
		"the same month":     {a + b + line("B", "03", "06") + c, "A1 C1", `4:24: from is "2025-03"; expected a month after 2025-03, the last one of line 3 of the same household`},
		"in disorder":        {a + line("B", "04", "06") + b + c, "A1 C1", `4:24: from is "2025-01"; expected a month after 2025-06, the last one of line 3 of the same household`},
		"two at a time":      {b + line("B", "04", "06", "person", parent) + line("B", "04", "06"), "", `3:3: person is "19850101****"; expected the person of line 2 of the same household`},
		"apart":              {a + b + line("A", "01", "02") + c, "B1 C1", `4:1: household is "A"; expected the lines of a household together; this one began on line 2`},
		"unknown between":    {a + b + "x\n" + c + line("D", "01", "01"), "A1 D1", `4:2: found "x"; expected 19 fields (` + strings.TrimSpace(header) + `), not 1`},
		"an id of its own":   {a + b + line("å", "01", "01") + c, "A1", `4:1: household is "å"; expected 1 to 40 of A to Z, a to z, digits, full stop, underscore and hyphen, not beginning with a hyphen`},
		"too long beside":    {a + b + strings.Repeat("x", 3000) + "\n\n" + c, "A1", `4:1: found "` + strings.Repeat("x", 80) + `"; expected a line of at most 2048 bytes`},
		"too many faults":    {a + strings.Repeat("y\n", 101) + c, "", `3:2: found "y"; expected 19 fields (` + strings.TrimSpace(header) + `), not 1`},
		"only the last line": {"\"A\"" + a[1:] + "\"A\"" + line("A", "12", "12")[1:], "", `3:26: from is "2025-12"; expected a month after 2025-12, the last one of line 2 of the same household`},
	} {
		got, aside, err := householdcsv.Read("h.csv", strings.NewReader(header+x.body))
		var names []string
		for _, lines := range got {
			names = append(names, fmt.Sprintf("%s%d", lines[0].Household, len(lines)))
			for _, rec := range lines {
				if string(rec.Household) != string(lines[0].Household) {
					t.Errorf("%s: %+v", name, lines)
				}
			}
		}
		told := ""
		if err != nil {
			told, _, _ = strings.Cut(strings.TrimPrefix(err.Error(), "h.csv:"), "\n")
		}
		if strings.Join(names, " ") != x.given || told != x.told || (err == nil) != (len(aside) == 0) {
			t.Errorf("%s: given %v, set aside %+v, %v\nexpected %s", name, names, aside, err, x.told)
		}
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "household;person\n": "", strings.ReplaceAll(header, ";", ","): " (the fields are separated by semicolons)", adult: ""} {
		_, _, err := householdcsv.Read("h.csv", strings.NewReader(text))
		var line *householdcsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why || strings.Contains(err.Error(), adult) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file, and nothing of half a file is given.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for text, records := range map[string]int{"": 0, header: 0, header + with() + "H2;20": 1, header + "x\n" + with(): 1} {
		in := func() io.Reader { return io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)) }
		if got, err := stream(in()); !errors.Is(err, broken) || len(got) != records {
			t.Errorf("after %.30q: %d %v", text, len(got), err)
		}
		if got, aside, err := householdcsv.Read("h.csv", in()); !errors.Is(err, broken) || got != nil || aside != nil {
			t.Errorf("after %.30q: %v %v %v", text, got, aside, err)
		}
	}
}

// A room refuses what a line means, of a line that was read quickly and of one that was not.
func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	for _, cost := range []string{"1", "1 000"} {
		r, err := householdcsv.NewReader("h.csv", strings.NewReader(header+with("cost", cost)))
		if err != nil {
			t.Fatal(err)
		}
		for range r.Records() {
			r.Refuse(householdcsv.From, "another year")
		}
		if err := r.Err(); err == nil || err.Error() != `h.csv:2:25: from is "2025-01"; expected another year` {
			t.Error(err)
		}
	}
}

// drawn is a household that can stand in a file.
func drawn(t *rapid.T, i int) []householdcsv.Record {
	who := func(name string, born calendar.Date) identity.Number {
		n, err := identity.NewPerson(born+calendar.Date(rapid.IntRange(0, 10_000).Draw(t, name)), rapid.IntRange(1, 999).Draw(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	amount := func(name string, most int64) money.Amount {
		return money.Amount(rapid.OneOf(rapid.Int64Range(0, most), rapid.Just(most), rapid.Int64Range(0, 3_000_000).Filter(func(v int64) bool { return v <= most })).Draw(t, name))
	}
	small := func(name string, least, most int32) int32 { return rapid.Int32Range(least, most).Draw(t, name) }
	id := []byte(fmt.Sprintf("%d%s", i, rapid.StringMatching(`[A-Za-z0-9._-]{0,39}`).Draw(t, "id")))
	person := who("person", calendar.New(1950, 1, 1))
	var all []householdcsv.Record
	month := calendar.New(int(small("year", 2011, 2094)), 1, 1)
	for range rapid.IntRange(1, 5).Draw(t, "lines") {
		rec := householdcsv.Record{Household: id, Person: person, Form: householdcsv.Young, Cost: amount("cost", householdcsv.MaxMonth), Area: small("area", 1, 999), Rooms: small("rooms", -1, 50),
			AcceptedCost: amount("accepted cost", householdcsv.MaxMonth), AcceptedArea: small("accepted area", 0, 999), Income: amount("income", householdcsv.MaxIncome), Paid: amount("paid", householdcsv.MaxMonth),
			Supplement: amount("supplement", householdcsv.MaxMonth), DecidedOn: month - calendar.Date(rapid.IntRange(0, 300).Draw(t, "decided"))}
		if rapid.Bool().Draw(t, "family") {
			rec.Form, rec.Home, rec.Alternating, rec.Access = householdcsv.Family, small("home", 0, 20), small("alternating", 0, 20), small("access", 0, 20)
			if rec.Home+rec.Alternating+rec.Access == 0 {
				rec.Access = 1
			}
		}
		if rapid.Bool().Draw(t, "spouse") {
			rec.Spouse, rec.SpouseIncome = who("spouse", calendar.New(1980, 1, 1)), amount("spouse income", householdcsv.MaxIncome)
		}
		rec.From = month.AddMonths(int(small("pause", 0, 2)))
		rec.To = rec.From.AddMonths(int(small("months", 0, 13-int32(rec.From.Month())-1)))
		month = rec.To.AddMonths(1)
		all = append(all, rec)
	}
	return all
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want [][]householdcsv.Record
		var b bytes.Buffer
		w := householdcsv.NewWriter(&b)
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
		if got, aside, err := householdcsv.Read("h.csv", bytes.NewReader(b.Bytes())); err != nil || len(aside) > 0 || !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
			t.Fatalf("%s: %+v\nnot %+v\n%v %v", b.Bytes(), got, want, aside, err)
		}
		if got, err := stream(bytes.NewReader(b.Bytes())); err != nil || !slices.EqualFunc(got, slices.Concat(want...), func(a, b householdcsv.Record) bool { return reflect.DeepEqual(a, b) }) {
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
	jan := calendar.New(2025, 1, 1)
	fine := func(id string) []householdcsv.Record {
		rec := householdcsv.Record{Household: []byte(id), Person: number(t, adult), Form: householdcsv.Family, From: jan, To: jan, Area: 1, Home: 1, DecidedOn: jan}
		second := rec
		second.From, second.To = jan.AddMonths(1), jan.AddMonths(1)
		return []householdcsv.Record{rec, second}
	}
	type rec = householdcsv.Record
	for name, spoil := range map[string]func(a, b *rec){
		"no id": func(a, b *rec) { a.Household = nil }, "a formula": func(a, b *rec) { a.Household = []byte("-1") },
		"another household": func(a, b *rec) { b.Household = []byte("other") }, "one that was written": func(a, b *rec) { a.Household = []byte("before") },
		"one before the one before": func(a, b *rec) { a.Household, b.Household = []byte("first"), []byte("first") },
		"no person":                 func(a, b *rec) { a.Person = 0 }, "an organisation": func(a, b *rec) { a.Person = number(t, employer) },
		"another person": func(a, b *rec) { b.Person = number(t, parent) }, "married to oneself": func(a, b *rec) { a.Spouse = a.Person },
		"married to a body": func(a, b *rec) { a.Spouse = number(t, employer) }, "no form": func(a, b *rec) { a.Form = 0 }, "a strange form": func(a, b *rec) { a.Form = 3 },
		"young with children": func(a, b *rec) { a.Form = householdcsv.Young }, "a family without": func(a, b *rec) { a.Home = 0 },
		"no month": func(a, b *rec) { a.From = calendar.None }, "a day in a month": func(a, b *rec) { b.From++ }, "early": func(a, b *rec) { a.From, a.To = calendar.New(2010, 1, 1), calendar.New(2010, 1, 1) },
		"no last month": func(a, b *rec) { a.To = calendar.None }, "a day in the last month": func(a, b *rec) { b.To++ }, "two years": func(a, b *rec) { b.To = jan.AddMonths(12) },
		"backwards": func(a, b *rec) { b.To = jan }, "the same month": func(a, b *rec) { b.From = jan }, "late": func(a, b *rec) { b.From, b.To = calendar.New(2100, 1, 1), calendar.New(2100, 1, 1) },
		"cost": func(a, b *rec) { a.Cost = -1 }, "much cost": func(a, b *rec) { a.Cost = householdcsv.MaxMonth + 1 }, "no area": func(a, b *rec) { a.Area = 0 }, "large": func(a, b *rec) { a.Area = 1000 },
		"rooms": func(a, b *rec) { a.Rooms = -2 }, "many rooms": func(a, b *rec) { a.Rooms = 51 }, "children": func(a, b *rec) { a.Access = -1 }, "many children": func(a, b *rec) { a.Alternating = 21 },
		"accepted cost": func(a, b *rec) { a.AcceptedCost = -1 }, "accepted area": func(a, b *rec) { a.AcceptedArea = -1 }, "income": func(a, b *rec) { a.Income = householdcsv.MaxIncome + 1 },
		"spouse's income": func(a, b *rec) { a.SpouseIncome = 1 }, "paid": func(a, b *rec) { b.Paid = -1 }, "supplement": func(a, b *rec) { b.Supplement = householdcsv.MaxMonth + 1 },
		"no decision": func(a, b *rec) { b.DecidedOn = calendar.None },
	} {
		w := householdcsv.NewWriter(io.Discard)
		for _, id := range []string{"first", "before", "H"} {
			rows := fine(id)
			if id == "H" {
				spoil(&rows[0], &rows[1])
			}
			if err := w.Write(rows); (err == nil) == (id == "H") {
				t.Errorf("%s: household %s: %v", name, id, err)
			} else if err != nil && strings.Contains(err.Error(), adult) {
				t.Errorf("%s: %v names a number", name, err)
			}
		}
		if w.Write(fine("after")) == nil || w.Flush() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
}

// asCareful fails unless the file is read as it is with care.
func asCareful(t interface{ Fatalf(string, ...any) }, file string) []householdcsv.Record {
	want, wantErr := householdcsv.Careful("h.csv", strings.NewReader(file))
	got, err := stream(strings.NewReader(file))
	if !slices.EqualFunc(got, want, func(a, b householdcsv.Record) bool { return reflect.DeepEqual(a, b) }) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("%q:\n%+v %v\nwith care\n%+v %v", file, got, err, want, wantErr)
	}
	var a, b *householdcsv.BadLines
	if errors.As(err, &a) != errors.As(wantErr, &b) || a != nil && !reflect.DeepEqual(a.Faults, b.Faults) {
		t.Fatalf("%q: %+v with care %+v", file, a, b)
	}
	return got
}

// However a file is spoilt, it is read as with care.
func TestReader_readsAsWithCare(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", ";", "\n", "\r\n", `"`, "å", "\xff", " ", ",", "0", "1", "-", "=", "\x80", "2025-02", "2025-02-30", "0,01", "1000000", "1 000", "00000012,5", "193501096998", "162021005521", "197010632391", "young", "999"})
	rapid.Check(t, func(t *rapid.T) {
		var file strings.Builder
		w := householdcsv.NewWriter(&file)
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
		if lines := strings.SplitAfter(text, "\n"); rapid.Bool().Draw(t, "moved") && len(lines) > 2 {
			n := rapid.IntRange(1, len(lines)-1).Draw(t, "line")
			text = strings.Join(slices.Insert(slices.Delete(slices.Clone(lines), n, n+1), rapid.IntRange(1, len(lines)-1).Draw(t, "to"), lines[n]), "")
		}
		asCareful(t, text)
	})
}

// FuzzRead: no text is read in another way than with care, or makes the reader fail without a
// place; the households that are given can be written, and are then read as the same.
func FuzzRead(f *testing.F) {
	for _, s := range []string{with(), with("spouse", other, "spouse_income", "1") + with("from", "2025-07", "to", "2025-07"), with("cost", "12,5") + "\r\n" + with(), "\"H1\"" + with()[2:] + with("household", "B") + with(), ";;;;", "\xff", "\"",
		with("form", "young", "home", "0", "accepted_cost", "1", "supplement", "0") + "x\n" + with("household", "C")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		asCareful(t, header+body)
		got, aside, err := householdcsv.Read("h.csv", strings.NewReader(header+body))
		var bad *householdcsv.BadLines
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
		w := householdcsv.NewWriter(&b)
		for _, lines := range got {
			if err := w.Write(lines); err != nil {
				t.Fatalf("%q: %+v: %v", body, lines, err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		again, aside, err := householdcsv.Read("h.csv", &b)
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
