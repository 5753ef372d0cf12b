package linecsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/linecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "payout;party;payee;benefit;from;to;days;extent;basis;hours;child;applied_on;pay_on;account;gross;tax;text\n"
	// Numbers that Skatteverket has published for tests.
	adult, parent, child, company = "193501096998", "198501012382", "202301622383", "162021005521"
)

// kept is a copy of a record that stays right.
func kept(rec *linecsv.Record) linecsv.Record {
	k := *rec
	k.Payout, k.Benefit = []byte(string(rec.Payout)), []byte(string(rec.Benefit))
	k.Account, k.Text = []byte(string(rec.Account)), []byte(string(rec.Text))
	return k
}

func nothing(*linecsv.Record) (linecsv.Field, string) { return 0, "" }

func readAll(in io.Reader) ([]linecsv.Record, error) { return readRefusing(in, nothing) }

func readRefusing(in io.Reader, refuse func(*linecsv.Record) (linecsv.Field, string)) ([]linecsv.Record, error) {
	r, err := linecsv.NewReader("p.csv", in)
	if err != nil {
		return nil, err
	}
	var all []linecsv.Record
	for rec := range r.Records() {
		if f, why := refuse(rec); why != "" {
			r.Refuse(f, why)
		}
		all = append(all, kept(rec))
	}
	return all, r.Err()
}

// equal compares records; a text of no bytes is a text of no bytes.
func equal(a, b []linecsv.Record) bool {
	return slices.EqualFunc(a, b, func(x, y linecsv.Record) bool { return fmt.Sprintf("%+v", x) == fmt.Sprintf("%+v", y) })
}

func number(t testing.TB, s string) identity.Number {
	t.Helper()
	n, err := identity.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := "P1;" + adult + ";" + company + ";foraldrapenning;2025-03-01;2025-03-31;31;12,5;self-employed;7,25;" + child + ";2025-02-20;2025-04-01;SE4550000000058398257466;1250,50;1250,5;a text\n" +
		"\n\"P;2\";" + parent + ";;\"barnbidrag\";2025-03-01;2025-03-01;0;;;;;;2025-04-01;;1 250;;\"säger \"\"hej\"\"\"\n" +
		"P3;" + parent + ";;barnbidrag;2025-03-01;2025-03-01;366;100;other;8784;;;2025-04-01;;0,01;0;\n"
	march := calendar.New(2025, 3, 1)
	want := []linecsv.Record{
		{Line: 2, Payout: []byte("P1"), Party: number(t, adult), Payee: number(t, company), Benefit: []byte("foraldrapenning"), From: march, To: march + 30, Days: 31, Extent: 1250,
			Basis: linecsv.SelfEmployed, Hours: 725, Child: number(t, child), AppliedOn: march - 9, PayOn: march + 31, Account: []byte("SE4550000000058398257466"), Gross: 125_050, Tax: 125_050, Text: []byte("a text")},
		{Line: 4, Payout: []byte("P;2"), Party: number(t, parent), Payee: number(t, parent), Benefit: []byte("barnbidrag"), From: march, To: march, AppliedOn: calendar.None, PayOn: march + 31,
			Gross: 125_000, Text: []byte(`säger "hej"`)},
		{Line: 5, Payout: []byte("P3"), Party: number(t, parent), Payee: number(t, parent), Benefit: []byte("barnbidrag"), From: march, To: march, Days: 366, Extent: 10_000, Basis: linecsv.Other, Hours: 878_400,
			AppliedOn: calendar.None, PayOn: march + 31, Gross: 1},
	}
	for name, text := range map[string]string{"plain": header + body, "CR LF": strings.ReplaceAll(header+body, "\n", "\r\n"),
		"byte order mark": "\ufeff" + header + body, "no last end": strings.TrimSuffix(header+body, "\n")} {
		for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			if got, err := readAll(in); err != nil || !equal(got, want) {
				t.Errorf("%s: %+v %v", name, got, err)
			}
		}
	}
}

// good is a line that can be used, as its fields.
var good = []string{"P", adult, "", "barnbidrag", "2025-03-01", "2025-03-31", "31", "", "", "", "", "", "2025-04-01", "", "10,00", "3", ""}

func with(field linecsv.Field, text string) string {
	f := slices.Clone(good)
	f[field] = text
	return strings.Join(f, ";")
}

func TestReader_namesEachFault(t *testing.T) {
	const (
		party   = "an identity number of twelve digits (an organisation: 16 and its ten)"
		formula = "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
	)
	masked := strings.ReplaceAll(with(0, "P"), adult[8:], "****")
	for line, want := range map[string]string{
		with(linecsv.Payout, ""):                      `2:1: payout is ""; expected 1 to 64 characters`,
		with(linecsv.Payout, "=1"):                    `2:1: payout is "=1"; expected ` + formula,
		with(linecsv.Payout, strings.Repeat("x", 65)): `2:1: payout is "` + strings.Repeat("x", 65) + `"; expected 1 to 64 characters`,
		with(linecsv.Party, "193501096999"):           `2:3: party is "19350109****"; expected ` + party + "; the check digit is wrong",
		with(linecsv.Party, "19350109-6998"):          `2:3: party is "19350109-****"; expected ` + party,
		with(linecsv.Party, ""):                       `2:3: party is ""; expected ` + party,
		with(linecsv.Payee, "3501096998"):             `2:16: payee is "350109****"; expected ` + party + ", or nothing",
		with(linecsv.Benefit, "a\u200bb"):             "2:17: benefit is \"a\\u200bb\"; expected a text without the character U+200B",
		with(linecsv.From, "2025-02-29"):              `2:28: from is "2025-02-29"; expected a date written YYYY-MM-DD`,
		with(linecsv.To, "2025-02-28"):                `2:39: to is "2025-02-28"; expected a day that is not before from`,
		with(linecsv.To, ""):                          `2:39: to is ""; expected a date written YYYY-MM-DD`,
		with(linecsv.Days, "367"):                     `2:50: days is "367"; expected a whole number from 0 to 366 in digits alone`,
		with(linecsv.Days, ""):                        `2:50: days is ""; expected a whole number from 0 to 366 in digits alone`,
		with(linecsv.Extent, "100,01"):                `2:53: extent is "100,01"; expected a number from 0 to 100 with at most two decimals after a comma, or nothing`,
		with(linecsv.Extent, "12.5"):                  `2:53: extent is "12.5"; expected a number from 0 to 100 with at most two decimals after a comma, or nothing`,
		with(linecsv.FieldBasis, "Employee"):          `2:54: basis is "Employee"; expected employee, self-employed, unemployed or other, or nothing`,
		with(linecsv.Hours, "-1"):                     `2:55: hours is "-1"; expected a number from 0 to 8784 with at most two decimals after a comma, or nothing`,
		with(linecsv.Child, "202301622384"):           `2:56: child is "20230162****"; expected ` + party + "; the check digit is wrong, or nothing",
		with(linecsv.AppliedOn, "x"):                  `2:57: applied_on is "x"; expected a date written YYYY-MM-DD, or nothing`,
		with(linecsv.PayOn, ""):                       `2:58: pay_on is ""; expected a date written YYYY-MM-DD`,
		with(linecsv.Account, "8327-9"):               `2:69: account is "8327-9"; expected at most 34 of 0 to 9 and A to Z, or nothing`,
		with(linecsv.Account, "123456789012a"):        `2:69: account is "12345678****a"; expected at most 34 of 0 to 9 and A to Z, or nothing`,
		with(linecsv.Gross, "0"):                      `2:70: gross is "0"; expected an amount above zero in kronor, such as 1234,50`,
		with(linecsv.Gross, "10.00"):                  `2:70: gross is "10.00"; expected an amount above zero in kronor, such as 1234,50 (öre are written after a comma, not a point)`,
		with(linecsv.Tax, "10,01"):                    `2:76: tax is "10,01"; expected an amount in kronor from 0 to gross, or nothing`,
		with(linecsv.Tax, "-1"):                       `2:76: tax is "-1"; expected an amount in kronor from 0 to gross, or nothing`,
		with(linecsv.Text, "@x"):                      `2:78: text is "@x"; expected ` + formula,
		with(linecsv.Text, strings.Repeat("å", 201)):  `2:78: text is "` + strings.Repeat("å", 40) + `…"; expected 0 to 200 characters`,
		with(linecsv.Text, strings.Repeat("x", 201)):  `2:78: text is "` + strings.Repeat("x", 80) + `…"; expected 0 to 200 characters`,
		"a;b":                     `2:4: found "a;b"; expected 17 fields (` + strings.TrimSpace(header) + `), not 2`,
		with(linecsv.Text, "x;y"): `2:80: found "` + masked + `x;y"; expected 17 fields (` + strings.TrimSpace(header) + `), not 18`,
		with(linecsv.Text, `"`):   `2:78: found "` + masked + `\""; expected a closing quotation mark on the same line`,
	} {
		got, err := readAll(strings.NewReader(header + line + "\nQ" + strings.Join(good, ";") + "\n"))
		if err == nil || err.Error() != "p.csv:"+want {
			t.Errorf("%v\nexpected p.csv:%s", err, want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%s: the line after it is not read: %v", line, got)
		}
	}
}

// The ids may stand in any order, and one that stands twice is found wherever it does.
func TestReader_wantsEachIdOnce(t *testing.T) {
	id := rapid.OneOf(rapid.StringMatching(`[a-c]{1,3}`), rapid.StringMatching(`P[0-9]{1,3}`), rapid.StringMatching(`å{20,30}[0-9]`))
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfN(id, 0, 60).Draw(t, "ids")
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(ids)
		}
		lines := map[string]int{}
		var want []string
		var file strings.Builder
		file.WriteString(header)
		for i, id := range ids {
			file.WriteString(with(linecsv.Payout, id) + "\n")
			if first, twice := lines[id]; twice {
				want = append(want, fmt.Sprintf("p.csv:%d:1: payout is %q; expected an id that stands once in the file; line %d has it too", i+2, id, first))
			} else {
				lines[id] = i + 2
			}
		}
		got, err := readAll(strings.NewReader(file.String()))
		told := ""
		if err != nil {
			told = err.Error()
		}
		if len(got) != len(lines) || told != strings.Join(want, "\n") {
			t.Fatalf("%d of %d lines: %s\nexpected %s", len(got), len(lines), told, want)
		}
	})
}

// So many ids that they fill some blocks and the table grows, some of which come again.
func TestReader_wantsEachIdOnceInALongFile(t *testing.T) {
	const n = 60_000
	random := rand.New(rand.NewPCG(3, 4))
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%X-%s", random.Uint64(), strings.Repeat("x", random.IntN(44)))
	}
	again := map[int]int{} // line to the line that has its id already
	for len(again) < 50 {
		first, later := random.IntN(n/2), n/2+random.IntN(n/2)
		if again[later+2] == 0 {
			ids[later], again[later+2] = ids[first], first+2
		}
	}
	var file strings.Builder
	file.WriteString(header)
	for _, id := range ids {
		file.WriteString(with(linecsv.Payout, id) + "\n")
	}
	got, err := readAll(strings.NewReader(file.String()))
	var bad *linecsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != len(again) || len(got) != n-len(again) {
		t.Fatalf("%d lines, %v", len(got), err)
	}
	for _, e := range bad.Faults {
		if want := fmt.Sprintf("an id that stands once in the file; line %d has it too", again[e.Line]); e.Expected != want {
			t.Errorf("line %d: %s, expected %s", e.Line, e.Expected, want)
		}
	}
}

func TestReader_stopsAfterManyFaults(t *testing.T) {
	got, err := readAll(strings.NewReader(header + strings.Repeat("x\n", 300) + strings.Join(good, ";") + "\n"))
	var bad *linecsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != linecsv.MaxBad || !bad.More || len(got) != 0 ||
		!strings.HasSuffix(err.Error(), "\np.csv: the lines after line 101 were not looked at") {
		t.Errorf("%d %v", len(got), err)
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "payout;paid_on\n": "", "\n" + header: "", strings.ReplaceAll(header, ";", ","): " (the fields are separated by semicolons)", adult: ""} {
		_, err := readAll(strings.NewReader(text))
		var line *linecsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why || strings.Contains(err.Error(), adult) {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	line := strings.Join(good, ";")
	for text, records := range map[string]int{"": 0, "payout": 0, header: 0, header + line + "\nQ;20": 1, header + line: 0, header + strings.Repeat("x", 6000): 0} {
		got, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || len(got) != records {
			t.Errorf("after %.30q: %d %v", text, len(got), err)
		}
	}
}

// A room refuses what a line means, of a line that was read quickly and of one that
// was not; who stops in the middle may go on.
func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	for _, text := range []string{"x", "å", `"x"`} {
		r, err := linecsv.NewReader("p.csv", strings.NewReader(header+with(linecsv.Text, text)+"\n"+with(linecsv.Payout, "Q")+"\n"+with(linecsv.Payout, "R")+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		for range r.Records() {
			r.Refuse(linecsv.Benefit, "a benefit")
			break
		}
		n := 0
		for rec := range r.Records() {
			n += rec.Line
		}
		var bad *linecsv.BadLines
		if err := r.Err(); !errors.As(err, &bad) || err.Error() != `p.csv:2:17: benefit is "barnbidrag"; expected a benefit` || n != 3+4 ||
			bad.Faults[0].Raw != strings.ReplaceAll(with(linecsv.Text, text), adult[8:], "****") {
			t.Errorf("%v %d", err, n)
		}
	}
}

// drawn is a record that can stand in a file.
func drawn(t *rapid.T, i int) linecsv.Record {
	word := rapid.StringMatching(`[a-zåäö0-9]([a-zåäö0-9 ;"',=+@€-]{0,12}[a-zåäö0-9;"])?`)
	person := func(name string) identity.Number {
		n, err := identity.NewPerson(calendar.New(1930, 1, 1)+calendar.Date(rapid.IntRange(0, 33_000).Draw(t, name)), rapid.IntRange(1, 999).Draw(t, name))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	day := func(name string) calendar.Date {
		return calendar.New(2019, 12, 1) + calendar.Date(rapid.IntRange(0, 3000).Draw(t, name))
	}
	gross := rapid.Int64Range(1, 1<<62>>rapid.IntRange(0, 60).Draw(t, "size")).Draw(t, "gross")
	rec := linecsv.Record{Line: i + 2, Payout: fmt.Appendf(nil, "%c%s", 'a'+i, word.Draw(t, "payout")), Benefit: []byte(word.Draw(t, "benefit")), Party: person("party"), From: day("from"), PayOn: day("pay"),
		AppliedOn: calendar.None, Days: rapid.Int32Range(0, linecsv.MaxDays).Draw(t, "days"), Gross: money.Amount(gross), Basis: linecsv.Basis(rapid.IntRange(0, 4).Draw(t, "basis"))}
	rec.To, rec.Payee = rec.From+calendar.Date(rapid.IntRange(0, 400).Draw(t, "long")), rec.Party
	if rapid.Bool().Draw(t, "more") {
		rec.Payee, rec.Child, rec.AppliedOn = person("payee"), person("child"), day("applied")
		rec.Extent, rec.Hours = rapid.Int32Range(0, 10_000).Draw(t, "extent"), rapid.Int32Range(0, linecsv.MaxHours).Draw(t, "hours")
		rec.Tax, rec.Text = money.Amount(rapid.Int64Range(0, gross).Draw(t, "tax")), []byte(word.Draw(t, "text"))
		rec.Account = []byte(rapid.StringMatching(`[0-9A-Z]{1,34}`).Draw(t, "account"))
	}
	return rec
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []linecsv.Record
		var b bytes.Buffer
		w := linecsv.NewWriter(&b)
		for i := range rapid.IntRange(0, 5).Draw(t, "lines") {
			rec := drawn(t, i)
			want = append(want, rec)
			if err := w.Write(&rec); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(bytes.NewReader(b.Bytes())); err != nil || !equal(got, want) {
			t.Fatalf("%s: %+v %v", b.Bytes(), got, err)
		}
		std := csv.NewReader(&b)
		std.Comma = ';'
		if rows, err := std.ReadAll(); err != nil || len(rows) != len(want)+1 {
			t.Fatalf("the standard library reads %q %v", rows, err)
		}
	})
}

func TestWriter_refusesWhatAReaderWould(t *testing.T) {
	n, err := identity.Parse(adult)
	if err != nil {
		t.Fatal(err)
	}
	day := calendar.New(2025, 1, 1)
	good := linecsv.Record{Payout: []byte("P"), Party: n, Payee: n, Benefit: []byte("b"), From: day, To: day, AppliedOn: calendar.None, PayOn: day, Gross: 5, Tax: 5}
	for name, spoil := range map[string]func(*linecsv.Record){
		"no id": func(r *linecsv.Record) { r.Payout = nil }, "a line end": func(r *linecsv.Record) { r.Text = []byte("a\nb") },
		"a formula": func(r *linecsv.Record) { r.Benefit = []byte("=1") }, "nothing": func(r *linecsv.Record) { r.Gross, r.Tax = 0, 0 },
		"more tax than gross": func(r *linecsv.Record) { r.Tax = 6 }, "tax below zero": func(r *linecsv.Record) { r.Tax = -1 },
		"no day": func(r *linecsv.Record) { r.PayOn = calendar.None }, "no first day": func(r *linecsv.Record) { r.From = calendar.None },
		"an end before the beginning": func(r *linecsv.Record) { r.To-- }, "no last day": func(r *linecsv.Record) { r.To = calendar.None },
		"a long text": func(r *linecsv.Record) { r.Text = []byte(strings.Repeat("å", 201)) }, "no party": func(r *linecsv.Record) { r.Party = 0 },
		"no payee": func(r *linecsv.Record) { r.Payee = 0 }, "a wrong child": func(r *linecsv.Record) { r.Child = 1 }, "many days": func(r *linecsv.Record) { r.Days = 367 },
		"much extent": func(r *linecsv.Record) { r.Extent = 10_001 }, "less than no hours": func(r *linecsv.Record) { r.Hours = -1 },
		"a strange basis": func(r *linecsv.Record) { r.Basis = 9 }, "a strange account": func(r *linecsv.Record) { r.Account = []byte("12-3") },
	} {
		rec := good
		spoil(&rec)
		w := linecsv.NewWriter(io.Discard)
		if err := w.Write(&rec); err == nil {
			t.Errorf("%s is written", name)
		} else if strings.Contains(err.Error(), adult) {
			t.Errorf("%s: %v names a number", name, err)
		}
		w.Write(&good)
		if w.Flush() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
	if w := linecsv.NewWriter(io.Discard); w.Write(&good) != nil || w.Flush() != nil {
		t.Error("what is good is not written")
	}
}

// asCareful fails unless the file is read as it is with care.
func asCareful(t interface{ Fatalf(string, ...any) }, file string) []linecsv.Record {
	refuse := func(rec *linecsv.Record) (linecsv.Field, string) {
		if len(rec.Benefit) == 3 {
			return linecsv.Benefit, "a benefit of another length"
		}
		return 0, ""
	}
	want, wantErr := linecsv.Careful("p.csv", strings.NewReader(file), refuse)
	got, err := readRefusing(strings.NewReader(file), refuse)
	if !equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("%q:\n%+v %v\nwith care\n%+v %v", file, got, err, want, wantErr)
	}
	var a, b *linecsv.BadLines
	if errors.As(err, &a) != errors.As(wantErr, &b) || a != nil && !reflect.DeepEqual(a.Faults, b.Faults) {
		t.Fatalf("%q: %+v with care %+v", file, a, b)
	}
	return got
}

// However a file is spoilt, it is read as with care.
func TestReader_readsAsWithCare(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", ";", "\n", "\r\n", `"`, "å", "\xff", " ", ",", "0", "-", "=", "9", "\x01", "\x80", "2025-02-30", "0,01", "100,00", "1 000", "00000012,5", "193501096998", "162021005521", "197010632391", "employee", "366"})
	rapid.Check(t, func(t *rapid.T) {
		var file strings.Builder
		w := linecsv.NewWriter(&file)
		for i := range rapid.IntRange(1, 4).Draw(t, "lines") {
			rec := drawn(t, i)
			if err := w.Write(&rec); err != nil {
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
		asCareful(t, text)
	})
}

// FuzzReader: no text is read in another way than with care, or makes the reader fail
// without a place; what it gives can be written and is read back.
func FuzzReader(f *testing.F) {
	line := strings.Join(good, ";")
	for _, s := range []string{line, with(linecsv.Text, "x") + "\n" + line, with(linecsv.Extent, "12,5") + "\r\n", with(linecsv.Child, child), with(linecsv.Payee, company) + "\n\"Q\"" + line[1:], ";;;;", "\xff", "\"",
		with(linecsv.Payout, "P\x80")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		records := asCareful(t, header+body)
		_, err := readAll(strings.NewReader(header + body))
		var bad *linecsv.BadLines
		if errors.As(err, &bad) {
			for _, e := range bad.Faults {
				if e.Line < 2 || e.Line > 2+strings.Count(body, "\n") || e.Column < 1 || e.Column > 2+utf8.RuneCountInString(e.Raw) || e.Expected == "" {
					t.Fatalf("%q: %+v", body, e)
				}
			}
		} else if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		var b bytes.Buffer
		w := linecsv.NewWriter(&b)
		for i := range records {
			if err := w.Write(&records[i]); err != nil {
				t.Fatalf("%q: %+v: %v", body, records[i], err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		again, err := readAll(&b)
		if err != nil || len(again) != len(records) {
			t.Fatalf("%q: %v %v", body, again, err)
		}
		for i := range again {
			again[i].Line = records[i].Line
		}
		if !equal(again, records) {
			t.Fatalf("%q: %+v, then %+v", body, records, again)
		}
	})
}

// A plain file is read without allocation for each of its lines.
func TestReader_allocatesNoLine(t *testing.T) {
	file := planned(t, 20_000, false, true)
	allocations := testing.AllocsPerRun(3, func() {
		if n, err := count(file); err != nil || n != 20_000 {
			t.Fatal(n, err)
		}
	})
	if allocations > 100 {
		t.Errorf("%v allocations for 20 000 lines", allocations)
	}
}

func count(file []byte) (n int, err error) {
	r, err := linecsv.NewReader("p.csv", bytes.NewReader(file))
	if err != nil {
		return 0, err
	}
	for range r.Records() {
		n++
	}
	return n, r.Err()
}
