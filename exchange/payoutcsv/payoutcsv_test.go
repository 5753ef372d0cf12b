package payoutcsv_test

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

	"balans/exchange/payoutcsv"
	"balans/law/calendar"
	"balans/law/money"
)

const header = "payout;paid_on;benefit;party;gross;tax;text\n"

func readAll(in io.Reader) ([]payoutcsv.Record, error) {
	r, err := payoutcsv.NewReader("p.csv", in)
	if err != nil {
		return nil, err
	}
	all := slices.Collect(r.Records())
	return all, r.Err()
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := "P1;2025-01-20;barnbidrag;193501096998;1 250,00;0;\n\n\"P;2\";2025-01-20;\"bostadsbidrag\";16202100552;42,5;;\"say \"\"hi\"\"\"\n"
	want := []payoutcsv.Record{
		{Line: 2, Payout: "P1", PaidOn: calendar.New(2025, 1, 20), Benefit: "barnbidrag", Party: "193501096998", Gross: 125_000},
		{Line: 4, Payout: "P;2", PaidOn: calendar.New(2025, 1, 20), Benefit: "bostadsbidrag", Party: "16202100552", Gross: 4_250, Text: `say "hi"`},
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

func TestReader_namesEachFault(t *testing.T) {
	good := []string{"P", "2025-01-20", "barnbidrag", "1", "10,00", "3", ""}
	with := func(field int, text string) string {
		f := slices.Clone(good)
		f[field] = text
		return strings.Join(f, ";")
	}
	for line, want := range map[string]string{
		with(0, ""):                    `2:1: payout is ""; expected 1 to 64 characters`,
		with(0, "=1"):                  `2:1: payout is "=1"; expected a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula`,
		with(0, "å b "):                `2:1: payout is "å b "; expected a text without space at its ends`,
		with(1, "2025-02-29"):          `2:3: paid_on is "2025-02-29"; expected a date written YYYY-MM-DD`,
		with(2, "a\u200bb"):            "2:14: benefit is \"a\\u200bb\"; expected a text without the character U+200B",
		with(3, ""):                    `2:25: party is ""; expected 1 to 64 characters`,
		with(4, "0"):                   `2:27: gross is "0"; expected an amount above zero in kronor, such as 1234,50`,
		with(4, "-5"):                  `2:27: gross is "-5"; expected an amount above zero in kronor, such as 1234,50`,
		with(4, "10.00"):               `2:27: gross is "10.00"; expected an amount above zero in kronor, such as 1234,50 (öre are written after a comma, not a point)`,
		with(4, "92233720368547758,1"): `2:27: gross is "92233720368547758,1"; expected an amount above zero in kronor, such as 1234,50 (the amount is too large)`,
		with(5, "10,01"):               `2:33: tax is "10,01"; expected an amount in kronor from 0 to gross, or nothing`,
		with(5, "-1"):                  `2:33: tax is "-1"; expected an amount in kronor from 0 to gross, or nothing`,
		with(6, "@x"):                  `2:35: text is "@x"; expected a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula`,
		"a;b":                          `2:4: found "a;b"; expected 7 fields (payout;paid_on;benefit;party;gross;tax;text), not 2`,
		with(6, ";"):                   `2:36: found "P;2025-01-20;barnbidrag;1;10,00;3;;"; expected 7 fields (payout;paid_on;benefit;party;gross;tax;text), not 8`,
		with(6, `"x`):                  `2:35: found "P;2025-01-20;barnbidrag;1;10,00;3;\"x"; expected a closing quotation mark on the same line`,
		with(6, `x"y`):                 `2:35: found "P;2025-01-20;barnbidrag;1;10,00;3;x\"y"; expected a field with a quotation mark wholly in quotation marks, and the mark inside written twice`,
		with(6, `"x"y`):                `2:35: found "P;2025-01-20;barnbidrag;1;10,00;3;\"x\"y"; expected a semicolon after the closing quotation mark`,
		with(6, "\xff"):                `2:35: found "P;2025-01-20;barnbidrag;1;10,00;3;\xff"; expected text in UTF-8`,
		with(6, strings.Repeat("x", 5000)): `2:1: found "P;2025-01-20;barnbidrag;1;10,00;3;` + strings.Repeat("x", 46) +
			`"; expected a line of at most 4096 bytes`,
	} {
		got, err := readAll(strings.NewReader(header + line + "\nQ" + strings.Join(good, ";") + "\n"))
		if err == nil || err.Error() != "p.csv:"+want {
			t.Errorf("%v\nexpected %s", err, want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%s: the line after it is not read: %v", line, got)
		}
	}
}

func TestReader_wantsEachIdOnce(t *testing.T) {
	line := "P;2025-01-20;b;1;1;;\n"
	got, err := readAll(strings.NewReader(header + line + line))
	if len(got) != 1 || err == nil || err.Error() != `p.csv:3:1: payout is "P"; expected an id that stands once in the file; line 2 has it too` {
		t.Errorf("%v %v", got, err)
	}
}

func TestReader_stopsAfterManyFaults(t *testing.T) {
	got, err := readAll(strings.NewReader(header + strings.Repeat("x\n", 300) + "P;2025-01-20;b;1;1;;\n"))
	var bad *payoutcsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != payoutcsv.MaxBad || !bad.More || len(got) != 0 ||
		!strings.HasSuffix(err.Error(), "\np.csv: the lines after line 101 were not looked at") {
		t.Errorf("%d %v", len(got), err)
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "payout;paid_on\n": "", "\n" + header: "", strings.ReplaceAll(header, ";", ","): " (the fields are separated by semicolons)",
		"p\x00a\x00": " (the file seems to be in UTF-16; save it as UTF-8)", strings.Repeat("x", 5000): ""} {
		_, err := readAll(strings.NewReader(text))
		var line *payoutcsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "payout", header, header + "P;2025-01-20;b;1;1;;\nQ;20", header + strings.Repeat("x", 6000)} {
		if _, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("after %.30q: %v", text, err)
		}
	}
}

func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	r, err := payoutcsv.NewReader("p.csv", strings.NewReader(header+"P;2025-01-20;barn;1;1;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range r.Records() {
		r.Refuse(payoutcsv.Benefit, "a benefit")
	}
	if err := r.Err(); err == nil || err.Error() != `p.csv:2:14: benefit is "barn"; expected a benefit` {
		t.Error(err)
	}
}

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	word := rapid.StringMatching(`[a-zåäö0-9]([a-zåäö0-9 ;"',=+@€-]{0,12}[a-zåäö0-9;"])?`)
	rapid.Check(t, func(t *rapid.T) {
		var want []payoutcsv.Record
		var b bytes.Buffer
		w := payoutcsv.NewWriter(&b)
		for i := range rapid.IntRange(0, 5).Draw(t, "payouts") {
			gross := rapid.Int64Range(1, 1<<62).Draw(t, "gross")
			rec := payoutcsv.Record{Line: i + 2, Payout: string(rune('a'+i)) + word.Draw(t, "payout"), PaidOn: calendar.New(2025, 1, 1) + calendar.Date(rapid.IntRange(0, 900).Draw(t, "day")),
				Benefit: word.Draw(t, "benefit"), Party: word.Draw(t, "party"), Gross: money.Amount(gross), Tax: money.Amount(rapid.Int64Range(0, gross).Draw(t, "tax"))}
			if rapid.Bool().Draw(t, "with text") {
				rec.Text = word.Draw(t, "text")
			}
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
	good := payoutcsv.Record{Payout: "P", PaidOn: calendar.New(2025, 1, 1), Benefit: "b", Party: "1", Gross: 5, Tax: 5}
	for name, spoil := range map[string]func(*payoutcsv.Record){
		"no id": func(r *payoutcsv.Record) { r.Payout = "" }, "a line end": func(r *payoutcsv.Record) { r.Text = "a\nb" },
		"a formula": func(r *payoutcsv.Record) { r.Party = "=1" }, "nothing": func(r *payoutcsv.Record) { r.Gross, r.Tax = 0, 0 },
		"more tax than gross": func(r *payoutcsv.Record) { r.Tax = 6 }, "tax below zero": func(r *payoutcsv.Record) { r.Tax = -1 },
		"no day": func(r *payoutcsv.Record) { r.PaidOn = calendar.None }, "a long text": func(r *payoutcsv.Record) { r.Text = strings.Repeat("å", 201) },
	} {
		rec := good
		spoil(&rec)
		w := payoutcsv.NewWriter(io.Discard)
		if err := w.Write(&rec); err == nil {
			t.Errorf("%s is written", name)
		}
		w.Write(&good)
		if w.Flush() == nil {
			t.Errorf("%s: the error is forgotten", name)
		}
	}
}

// FuzzReader: no text makes the reader fail without a place, and what it gives can
// be written and is read back.
func FuzzReader(f *testing.F) {
	for _, s := range []string{"P;2025-01-20;b;1;1,5;0,5;x", "P;2025-01-20;b;1;1;2;", `"P;""1""";2025-01-20;b;1;1 000;;`, ";;;;;;", "\xff", "P;2025-01-20;b;1;9e9;;\nP", "\"", "\"a\"b;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		records, err := readAll(strings.NewReader(header + body))
		var bad *payoutcsv.BadLines
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
		w := payoutcsv.NewWriter(&b)
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
