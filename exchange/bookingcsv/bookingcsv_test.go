package bookingcsv_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"balans/exchange/bookingcsv"
	"balans/law/calendar"
	"balans/law/money"
)

const header = "voucher;date;account;kind;amount;purpose;count;text\n"

// readAll reads every record, and why the file is not all records.
func readAll(in io.Reader) ([]bookingcsv.Record, error) {
	r, err := bookingcsv.NewReader("x.csv", in)
	if err != nil {
		return nil, err
	}
	return slices.Collect(r.Records()), r.Err()
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := "A 17.1;2025-03-31;1:6 ap.2;utbetalning;-1 234,5;;;\n" +
		"A 17.2;2025-03-31;\"a;b\";\"say \"\"hi\"\"\";12,07;ändamål;0; text med mellanslag \n"
	want := []bookingcsv.Record{
		{Line: 2, Voucher: "A 17.1", Date: calendar.New(2025, 3, 31), Account: "1:6 ap.2", Kind: "utbetalning", Amount: -1_234_50, Count: 1},
		{Line: 3, Voucher: "A 17.2", Date: calendar.New(2025, 3, 31), Account: "a;b", Kind: `say "hi"`, Amount: 12_07, Purpose: "ändamål", Text: " text med mellanslag "},
	}
	for name, text := range map[string]string{
		"plain":           header + body,
		"CR LF":           strings.ReplaceAll(header+body, "\n", "\r\n"),
		"byte order mark": "\ufeff" + header + body,
		"no last end":     header + strings.TrimSuffix(body, "\n"),
		"empty at end":    header + body + "\n\r\n",
	} {
		for how, in := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text))} {
			if got, err := readAll(in); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s, %s: %+v %v", name, how, got, err)
			}
		}
	}
	if got, err := readAll(strings.NewReader(header + "\n\n" + body)); err != nil || len(got) != 2 || got[0].Line != 4 {
		t.Errorf("after empty lines: %+v %v", got, err)
	}
}

// Every fault of a file is told with its line, its field and what is to stand
// there; the good lines are still given.
func TestReader_tellsEveryFault(t *testing.T) {
	line := func(voucher, date, account, kind, amount, purpose, count, text string) string {
		return strings.Join([]string{voucher, date, account, kind, amount, purpose, count, text}, ";") + "\n"
	}
	file := header +
		line("1", "2025-01-02", "a", "k", "1", "", "", "") + // 2: good
		line("", "2025-02-30", "", "", "", "", "", "") +
		line("1", "2025-01-02", "a", "k", "1", "", "", "") +
		line("=1", "20250102", "@a", "+k", "1.50", "-p", "-1", "=x") +
		line(" 3", "2025-01-02", "a\u200b", "k", "x", "p ", "1,5", "a\tb") +
		line(`"4""5"`, "2025-01-02", "a", "k", "12,345", "", "99999999999999999999", strings.Repeat("ö", 501)) +
		line("6", "2025-01-02", strings.Repeat("ö", 201), "k", "1", "", "", "") +
		"7;2025-01-02;a;k;1;;\n" +
		"8;2025-01-02;a;k;1;;;;\n" +
		"\"9;2025-01-02;a;k;1;;;\n" +
		"1\"0;2025-01-02;a;k;1;;;\n" +
		"\"11\"x;2025-01-02;a;k;1;;;\n" +
		"12;2025-01-02;å\xff;k;1;;;\n" +
		strings.Repeat("å", 10_000) + "\n" +
		line("13", "2025-01-02", "a", "k", "1", "", "", "") // 16: good
	got, err := readAll(strings.NewReader(file))
	if len(got) != 2 || got[0].Line != 2 || got[1].Line != 16 {
		t.Errorf("records: %+v", got)
	}
	var bad *bookingcsv.BadLines
	if !errors.As(err, &bad) || bad.More {
		t.Fatalf("%v", err)
	}
	var found []string
	for _, f := range bad.Faults {
		found = append(found, fmt.Sprintf("%d:%d %s: %s", f.Line, f.Column, f.Field, f.Expected))
		if f.File != "x.csv" || !utf8.ValidString(f.Raw) || !strings.Contains(err.Error(), f.Error()) {
			t.Errorf("%+v", f)
		}
	}
	const formula = "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
	want := []string{
		"3:1 voucher: a text",
		"3:2 date: a date written YYYY-MM-DD",
		"3:13 account: a text",
		"3:14 kind: a text",
		"3:15 amount: an amount in kronor such as 1234,50 or -12,5 (a digit is expected)",
		"4:1 voucher: an id that stands once in the file; line 2 has it too",
		"5:1 voucher: " + formula,
		"5:4 date: a date written YYYY-MM-DD",
		"5:13 account: " + formula,
		"5:16 kind: " + formula,
		"5:20 amount: an amount in kronor such as 1234,50 or -12,5 (öre are written after a comma, not a point)",
		"5:24 purpose: " + formula,
		"5:27 count: a whole number, zero or more, in digits alone; empty means 1",
		"5:30 text: " + formula,
		"6:1 voucher: a text without space at its ends",
		"6:16 account: a text without the character U+200B",
		"6:20 amount: an amount in kronor such as 1234,50 or -12,5 (a digit is expected)",
		"6:22 purpose: a text without space at its ends",
		"6:26 count: a whole number, zero or more, in digits alone; empty means 1",
		"6:30 text: a text without the character U+0009",
		"7:28 amount: an amount in kronor such as 1234,50 or -12,5 (parts of an öre cannot be written)",
		"7:31 count: a number of at most 18 digits",
		"7:552 text: at most 500 characters, not 501",
		"8:214 account: at most 200 characters, not 201",
		"9:21 : 8 fields (voucher;date;account;kind;amount;purpose;count;text), not 7",
		"10:23 : 8 fields (voucher;date;account;kind;amount;purpose;count;text), not 9",
		"11:1 : a closing quotation mark on the same line",
		"12:1 : a field with a quotation mark wholly in quotation marks, and the mark inside written twice",
		"13:1 : a semicolon after the closing quotation mark",
		"14:16 : text in UTF-8",
		"15:1 : a line of at most 16384 bytes",
	}
	if !slices.Equal(found, want) {
		t.Errorf("\n%s\nexpected\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
}

// In a field in quotation marks, each mark takes two places.
func TestReader_countsColumnsInQuotedFields(t *testing.T) {
	_, err := readAll(strings.NewReader(header + "å;2025-01-02;\"x\"\"y;\u00adz\";k;1;;;\n"))
	if want := `x.csv:2:20: account is "x\"y;\u00adz"; expected a text without the character U+00AD`; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestReader_stopsAfterTooManyFaults(t *testing.T) {
	for lines, more := range map[int]bool{bookingcsv.MaxBad: false, bookingcsv.MaxBad + 1: true, 3 * bookingcsv.MaxBad: true} {
		file := header + strings.Repeat("1;2\n", lines) + "2;2025-01-02;a;k;1;;;\n"
		got, err := readAll(strings.NewReader(file))
		var bad *bookingcsv.BadLines
		if !errors.As(err, &bad) || bad.More != more || len(bad.Faults) != bookingcsv.MaxBad || (len(got) == 0) != more {
			t.Errorf("%d: %d records, %d faults, more %t", lines, len(got), len(bad.Faults), bad.More)
		}
		if told := strings.Contains(err.Error(), "x.csv: reading stopped after 100 faults; the lines after line 101 were not looked at"); told != more {
			t.Errorf("%v", err)
		}
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	const want = "the header voucher;date;account;kind;amount;purpose;count;text"
	for text, expected := range map[string]string{
		"":                                    want,
		"\n" + header:                         want,
		strings.ToUpper(header):               want,
		strings.TrimSpace(header) + ";x\n":    want,
		" " + header:                          want,
		strings.ReplaceAll(header, ";", ","):  want + " (the fields are separated by semicolons)",
		strings.ReplaceAll(header, ";", "\t"): want + " (the fields are separated by semicolons)",
		"\xff\xfev\x00o\x00":                  want + " (the file seems to be in UTF-16; save it as UTF-8)",
		strings.Repeat("a", 70_000):           want,
	} {
		_, err := readAll(strings.NewReader(text))
		var line *bookingcsv.LineError
		if !errors.As(err, &line) || line.Expected != expected || line.Line != 1 || line.Column != 1 {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "vouch", header, header + "1;2025-01-02;a;k;1;;;\n1;20", header + strings.Repeat("x", 20_000)} {
		if _, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("after %.30q: %v", text, err)
		}
	}
	w := bookingcsv.NewWriter(brokenWriter{})
	w.Write(bookingcsv.Record{Voucher: "1", Account: "a", Kind: "k"})
	if err := w.Flush(); err == nil {
		t.Error("a failing disk was not told")
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken") }

// A caller may stop, look, and go on.
func TestReader_goesOnWhereItWasLeft(t *testing.T) {
	r, err := bookingcsv.NewReader("x.csv", strings.NewReader(header+"1;2025-01-02;a;k;1;;;\n2;2025-01-02;a;k;1;;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range r.Records() {
		break
	}
	if rest := slices.Collect(r.Records()); len(rest) != 1 || rest[0].Voucher != "2" || r.Err() != nil {
		t.Errorf("%+v %v", rest, r.Err())
	}
}

var good = bookingcsv.Record{Voucher: "1", Date: calendar.New(2025, 1, 2), Account: "a", Kind: "k", Amount: 1, Count: 1}

func TestWriter_refusesWhatWouldNotBeReadBack(t *testing.T) {
	for want, change := range map[string]func(*bookingcsv.Record){
		`voucher is "=1"; expected a text that does not begin with =`: func(r *bookingcsv.Record) { r.Voucher = "=1" },
		`voucher is ""; expected a text`:                              func(r *bookingcsv.Record) { r.Voucher = "" },
		`account is "a\nb"; expected a text without the character`:    func(r *bookingcsv.Record) { r.Account = "a\nb" },
		`kind is "k "; expected a text without space`:                 func(r *bookingcsv.Record) { r.Kind = "k " },
		`purpose is "@x"; expected a text that does not begin`:        func(r *bookingcsv.Record) { r.Purpose = "@x" },
		`text is "a\rb"; expected a text without the character`:       func(r *bookingcsv.Record) { r.Text = "a\rb" },
		`text is "\xff"; expected text in UTF-8`:                      func(r *bookingcsv.Record) { r.Text = "\xff" },
		`count is "-1"; expected a whole number`:                      func(r *bookingcsv.Record) { r.Count = -1 },
		`date is ""; expected a date`:                                 func(r *bookingcsv.Record) { r.Date = calendar.None },
	} {
		var b bytes.Buffer
		w := bookingcsv.NewWriter(&b)
		r := good
		change(&r)
		w.Write(r)
		w.Write(good)
		if err := w.Flush(); err == nil || !strings.Contains(err.Error(), want) || b.String() != header {
			t.Errorf("%v, wrote %q; expected %s", err, b.String(), want)
		}
	}
	w := bookingcsv.NewWriter(io.Discard)
	w.Write(good)
	w.Write(good)
	if err := w.Flush(); err == nil || !strings.Contains(err.Error(), `voucher "1" cannot be written on line 3: voucher is "1"; expected an id that stands once in the file; line 2 has it too`) {
		t.Errorf("%v", err)
	}
}

func TestWriter_writesPlainly(t *testing.T) {
	var b bytes.Buffer
	w := bookingcsv.NewWriter(&b)
	for i, a := range []money.Amount{0, -5, 123_456_789_05, math.MinInt64 + 1, math.MaxInt64} {
		r := good
		r.Voucher, r.Amount, r.Text = fmt.Sprint("v", i), a, `a;"b"`
		w.Write(r)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := header
	for i, a := range []string{"0,00", "-0,05", "123456789,05", "-92233720368547758,07", "92233720368547758,07"} {
		want += fmt.Sprintf("v%d;2025-01-02;a;k;%s;;1;\"a;\"\"b\"\"\"\n", i, a)
	}
	if b.String() != want {
		t.Errorf("%s\nexpected\n%s", b.String(), want)
	}
}

// record draws records of which most can be written.
func record(t *rapid.T) bookingcsv.Record {
	text := rapid.StringOf(rapid.OneOf(rapid.RuneFrom([]rune(`",;aåé€ .=-`)), rapid.Rune()))
	return bookingcsv.Record{
		Voucher: text.Draw(t, "voucher"),
		Date:    calendar.New(rapid.IntRange(1, 9999).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day")),
		Account: text.Draw(t, "account"),
		Kind:    text.Draw(t, "kind"),
		Amount:  money.Amount(rapid.Int64().Draw(t, "amount")),
		Purpose: text.Draw(t, "purpose"),
		Count:   rapid.Int64Min(0).Draw(t, "count"),
		Text:    text.Draw(t, "text"),
	}
}

// What the writer takes is read back alike, by this reader and by the standard
// library's.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []bookingcsv.Record
		var b bytes.Buffer
		w := bookingcsv.NewWriter(&b)
		for range rapid.IntRange(0, 8).Draw(t, "records") {
			r := record(t)
			probe := bookingcsv.NewWriter(io.Discard)
			probe.Write(r)
			if probe.Flush() != nil || slices.ContainsFunc(want, func(o bookingcsv.Record) bool { return o.Voucher == r.Voucher }) {
				continue
			}
			w.Write(r)
			r.Line = len(want) + 2
			want = append(want, r)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if got, err := readAll(bytes.NewReader(b.Bytes())); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%q: %+v %v", b.String(), got, err)
		}
		std := csv.NewReader(bytes.NewReader(b.Bytes()))
		std.Comma = ';'
		other, err := std.ReadAll()
		if err != nil || len(other) != len(want)+1 {
			t.Fatalf("%q: the standard library reads %d rows, %v", b.String(), len(other), err)
		}
		for i, r := range want {
			if o := other[i+1]; o[0] != r.Voucher || o[2] != r.Account || o[3] != r.Kind || o[5] != r.Purpose || o[7] != r.Text {
				t.Fatalf("the standard library reads %q, not %+v", o, r)
			}
		}
	})
}

// FuzzReader: every line is a record or a fault with its place, and what is read
// can be written and is then read alike.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"1;2025-01-02;a;k;1;;;", "1;2025-01-02;a;k;-1 234,5;p;0;\"x;\"\"y\"", "\"1", "1\"2;3", ";;;;;;;", "\xff", "=1;2;3;4;5;6;7;8",
		"1;2025-01-02;a;k;1;;;\r\n1;2025-01-02;a;k;1;;;", "\n\n;", "å;2025-01-02;\"\u00ad\";k;x;\u2028;;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text := header + body
		records, err := readAll(strings.NewReader(text))
		told := map[int]bool{}
		var bad *bookingcsv.BadLines
		if errors.As(err, &bad) {
			for _, e := range bad.Faults {
				told[e.Line] = true
				if e.Line < 2 || e.Column < 1 || e.Expected == "" || !utf8.ValidString(e.Raw) || e.Column > 1+2*len(e.Raw) {
					t.Fatalf("%q: %+v", body, e)
				}
			}
		} else if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		var b bytes.Buffer
		w := bookingcsv.NewWriter(&b)
		for _, r := range records {
			if told[r.Line] {
				t.Fatalf("%q: line %d is a record and a fault", body, r.Line)
			}
			told[r.Line] = true
			w.Write(r)
		}
		if err := w.Flush(); err != nil {
			t.Fatalf("%q was read and cannot be written: %v", body, err)
		}
		if bad == nil || !bad.More {
			for i, line := range strings.Split(text, "\n") {
				if i > 0 && strings.TrimSuffix(line, "\r") != "" && !told[i+1] {
					t.Fatalf("%q: nothing is said of line %d", body, i+1)
				}
			}
		}
		again, err := readAll(bytes.NewReader(b.Bytes()))
		if err != nil || len(again) != len(records) {
			t.Fatalf("%q: written and read as %+v, %v", body, again, err)
		}
		for i, r := range again {
			if r.Line = records[i].Line; r != records[i] {
				t.Fatalf("%q: %+v was read back as %+v", body, records[i], r)
			}
		}
	})
}
