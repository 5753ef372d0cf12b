package registercsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"
	// Numbers that Skatteverket has published for tests, and of a public body.
	adult, employer = "193501096998", "162021005521"
)

func readAll(in io.Reader) ([]registercsv.Record, error) {
	r, err := registercsv.NewReader("r.csv", in)
	if err != nil {
		return nil, err
	}
	all := slices.Collect(r.Records())
	return all, r.Err()
}

func number(t testing.TB, s string) identity.Number {
	t.Helper()
	n, err := identity.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func instant(t testing.TB, s string) calendar.Instant {
	t.Helper()
	i, err := calendar.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := "permit;migrationsverket;M-1;" + adult + ";2025-03-01;;granted;work;;;;2025-04-01T08:30:00Z;;\n\n" +
		"sick-pay;\"employer;x\";2;" + adult + ";2025-03-01;2025-03-14;;" + employer + ";1 250,5;12,5;7,25;2025-04-01;1;\"säger \"\"hej\"\"\"\n" +
		"income;skv;M-1;" + employer + ";2025-03-01;2025-03-01;;;0;0;;2025-04-01T10:30:00+02:00;;\n"
	march := calendar.New(2025, 3, 1)
	want := []registercsv.Record{
		{Line: 2, Kind: "permit", Source: "migrationsverket", ID: "M-1", Party: number(t, adult), From: march, To: calendar.None, Status: "granted", Other: "work", ReceivedAt: instant(t, "2025-04-01T08:30:00Z")},
		{Line: 4, Kind: "sick-pay", Source: "employer;x", ID: "2", Party: number(t, adult), From: march, To: march + 13, Other: employer, Amount: 125_050, HasAmount: true, Extent: 1_250, Hours: 725,
			ReceivedAt: calendar.EndOfDay(march + 31), Withdrawn: true, Text: `säger "hej"`},
		{Line: 5, Kind: "income", Source: "skv", ID: "M-1", Party: number(t, employer), From: march, To: march, HasAmount: true, ReceivedAt: instant(t, "2025-04-01T08:30:00Z")},
	}
	for name, text := range map[string]string{"plain": header + body, "CR LF": strings.ReplaceAll(header+body, "\n", "\r\n"),
		"byte order mark": "\ufeff" + header + body, "no last end": strings.TrimSuffix(header+body, "\n")} {
		for _, in := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			if got, err := readAll(in); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %+v %v", name, got, err)
			}
		}
	}
}

// good is a line that can be used, as its fields.
var good = []string{"permit", "migra", "M1", adult, "2025-03-01", "2025-03-31", "granted", "work", "10", "50", "4", "2025-04-01", "", ""}

func with(field registercsv.Field, text string) string {
	f := slices.Clone(good)
	f[field] = text
	return strings.Join(f, ";")
}

func TestReader_namesEachFault(t *testing.T) {
	const (
		formula = "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
		kind    = "1 to 20 of a to z and hyphens, beginning with a letter"
		number  = " with at most two decimals after a comma, or nothing"
		at      = "a date written YYYY-MM-DD, or an instant such as 2025-04-01T08:30:00Z, or nothing"
	)
	for line, want := range map[string]string{
		with(registercsv.Kind, ""):                        `2:1: kind is ""; expected ` + kind,
		with(registercsv.Kind, "Permit"):                  `2:1: kind is "Permit"; expected ` + kind,
		with(registercsv.Kind, "-permit"):                 `2:1: kind is "-permit"; expected ` + kind,
		with(registercsv.Kind, strings.Repeat("x", 21)):   `2:1: kind is "` + strings.Repeat("x", 21) + `"; expected ` + kind,
		with(registercsv.Source, ""):                      `2:8: source is ""; expected 1 to 40 characters`,
		with(registercsv.Source, strings.Repeat("å", 41)): `2:8: source is "` + strings.Repeat("å", 40) + `…"; expected 1 to 40 characters`,
		with(registercsv.ID, ""):                          `2:14: id is ""; expected 1 to 64 characters`,
		with(registercsv.ID, " a"):                        `2:14: id is " a"; expected a text without space at its ends`,
		with(registercsv.Party, "193501096999"):           `2:17: party is "19350109****"; expected an identity number of twelve digits (an organisation: 16 and its ten); the check digit is wrong`,
		with(registercsv.From, ""):                        `2:30: from is ""; expected a date written YYYY-MM-DD`,
		with(registercsv.To, "2025-02-28"):                `2:41: to is "2025-02-28"; expected a day that is not before from, or nothing`,
		with(registercsv.To, "x"):                         `2:41: to is "x"; expected a date written YYYY-MM-DD, or nothing`,
		with(registercsv.Status, "a\tb"):                  `2:52: status is "a\tb"; expected a text without the character U+0009`,
		with(registercsv.Other, "+46701234567"):           `2:60: other is "+4670123****"; expected ` + formula,
		with(registercsv.Amount, "-1"):                    `2:65: amount is "-1"; expected an amount from zero in kronor, such as 1234,50, or nothing`,
		with(registercsv.Amount, "1.5"):                   `2:65: amount is "1.5"; expected an amount from zero in kronor, such as 1234,50, or nothing (öre are written after a comma, not a point)`,
		with(registercsv.Extent, "101"):                   `2:68: extent is "101"; expected a number from 0 to 100` + number,
		with(registercsv.Hours, "8784,01"):                `2:71: hours is "8784,01"; expected a number from 0 to 8784` + number,
		with(registercsv.ReceivedAt, "2025-04-01T8:30"):   `2:73: received_at is "2025-04-01T8:30"; expected ` + at,
		with(registercsv.ReceivedAt, "1969-12-30"):        `2:73: received_at is "1969-12-30"; expected ` + at,
		with(registercsv.Withdrawn, "0"):                  `2:84: withdrawn is "0"; expected 1 or nothing`,
		with(registercsv.Text, "@x"):                      `2:85: text is "@x"; expected ` + formula,
		"a;b":                                             `2:4: found "a;b"; expected 14 fields (` + strings.TrimSpace(header) + `), not 2`,
		"x;" + adult:                                      `2:15: found "x;19350109****"; expected 14 fields (` + strings.TrimSpace(header) + `), not 2`,
	} {
		got, err := readAll(strings.NewReader(header + line + "\n" + strings.Join(good, ";") + "\n"))
		if err == nil || err.Error() != "r.csv:"+want {
			t.Errorf("%v\nexpected r.csv:%s", err, want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%s: the line after it is not read: %v", line, got)
		}
	}
}

func TestReader_stopsAfterManyFaults(t *testing.T) {
	got, err := readAll(strings.NewReader(header + strings.Repeat("x\n", 300) + strings.Join(good, ";") + "\n"))
	var bad *registercsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != registercsv.MaxBad || !bad.More || len(got) != 0 ||
		!strings.HasSuffix(err.Error(), "\nr.csv: the lines after line 101 were not looked at") {
		t.Errorf("%d %v", len(got), err)
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "kind;id\n": "", strings.ReplaceAll(header, ";", ","): " (the fields are separated by semicolons)", "k\x00i\x00": " (the file seems to be in UTF-16; save it as UTF-8)"} {
		_, err := readAll(strings.NewReader(text))
		var line *registercsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "kind", header, header + strings.Join(good, ";") + "\nQ;20", header + strings.Repeat("x", 6000)} {
		if _, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("after %.30q: %v", text, err)
		}
	}
}

func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	r, err := registercsv.NewReader("r.csv", strings.NewReader(header+with(registercsv.Other, adult)+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range r.Records() {
		r.Refuse(registercsv.Other, "a child")
	}
	if err := r.Err(); err == nil || err.Error() != `r.csv:2:60: other is "19350109****"; expected a child` {
		t.Error(err)
	}
}

// drawn is a record that can stand in a file.
func drawn(t *rapid.T, i int) registercsv.Record {
	word := rapid.StringMatching(`[a-zåäö0-9]([a-zåäö0-9 ;"',=+@€-]{0,12}[a-zåäö0-9;"])?`)
	rec := registercsv.Record{Line: i + 2, Kind: rapid.StringMatching(`[a-z][a-z-]{0,19}`).Draw(t, "kind"), Source: word.Draw(t, "source"), ID: word.Draw(t, "id"),
		From: calendar.New(2019, 1, 1) + calendar.Date(rapid.IntRange(0, 3000).Draw(t, "from")), To: calendar.None, Withdrawn: rapid.Bool().Draw(t, "withdrawn")}
	var err error
	if rec.Party, err = identity.NewPerson(calendar.New(1940, 1, 1)+calendar.Date(rapid.IntRange(0, 25_000).Draw(t, "born")), rapid.IntRange(1, 999).Draw(t, "serial")); err != nil {
		t.Fatal(err)
	}
	if rapid.Bool().Draw(t, "more") {
		rec.To = rec.From + calendar.Date(rapid.IntRange(0, 400).Draw(t, "long"))
		rec.Status, rec.Other, rec.Text = word.Draw(t, "status"), word.Draw(t, "other"), word.Draw(t, "text")
		rec.Amount, rec.HasAmount = money.Amount(rapid.Int64Range(0, 1<<62).Draw(t, "amount")), true
		rec.Extent, rec.Hours = rapid.Int32Range(0, 10_000).Draw(t, "extent"), rapid.Int32Range(0, registercsv.MaxHours).Draw(t, "hours")
		rec.ReceivedAt = calendar.Instant(rapid.Int64Range(1, 1<<52).Draw(t, "received"))
	}
	return rec
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []registercsv.Record
		var b bytes.Buffer
		w := registercsv.NewWriter(&b)
		for i := range rapid.IntRange(0, 5).Draw(t, "facts") {
			rec := drawn(t, i)
			want = append(want, rec)
			if err := w.Write(&rec); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(bytes.NewReader(b.Bytes())); err != nil || !slices.Equal(got, want) {
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
	day := calendar.New(2025, 1, 1)
	good := registercsv.Record{Kind: "permit", Source: "s", ID: "1", Party: number(t, adult), From: day, To: day}
	for name, spoil := range map[string]func(*registercsv.Record){
		"no kind": func(r *registercsv.Record) { r.Kind = "" }, "a strange kind": func(r *registercsv.Record) { r.Kind = "a b" },
		"no source": func(r *registercsv.Record) { r.Source = "" }, "no id": func(r *registercsv.Record) { r.ID = "" },
		"a line end": func(r *registercsv.Record) { r.Status = "a\nb" }, "a formula": func(r *registercsv.Record) { r.Other = "=1" },
		"no party": func(r *registercsv.Record) { r.Party = 0 }, "no first day": func(r *registercsv.Record) { r.From = calendar.None },
		"an end before the beginning": func(r *registercsv.Record) { r.To-- }, "an amount below zero": func(r *registercsv.Record) { r.Amount, r.HasAmount = -1, true },
		"an amount that is not stated": func(r *registercsv.Record) { r.Amount = 1 }, "much extent": func(r *registercsv.Record) { r.Extent = 10_001 },
		"many hours": func(r *registercsv.Record) { r.Hours = registercsv.MaxHours + 1 }, "an early instant": func(r *registercsv.Record) { r.ReceivedAt = -1 },
		"a long text": func(r *registercsv.Record) { r.Text = strings.Repeat("å", 201) },
	} {
		rec := good
		spoil(&rec)
		w := registercsv.NewWriter(io.Discard)
		if err := w.Write(&rec); err == nil {
			t.Errorf("%s is written", name)
		}
		w.Write(&good)
		if w.Flush() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
	if w := registercsv.NewWriter(io.Discard); w.Write(&good) != nil || w.Flush() != nil {
		t.Error("what is good is not written")
	}
}

// FuzzReader: no text makes the reader fail without a place, and what it gives can be
// written and is read back.
func FuzzReader(f *testing.F) {
	line := strings.Join(good, ";")
	for _, s := range []string{line, with(registercsv.To, "") + "\r\n" + line, with(registercsv.Amount, "1 000"), with(registercsv.Other, `"a;""b"""`), with(registercsv.ReceivedAt, "9999-12-31T23:59:59.9999999-23:59"), ";;;;;;;;;;;;;", "\xff", "\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		records, err := readAll(strings.NewReader(header + body))
		var bad *registercsv.BadLines
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
		w := registercsv.NewWriter(&b)
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
		if !slices.Equal(again, records) {
			t.Fatalf("%q: %+v, then %+v", body, records, again)
		}
	})
}
