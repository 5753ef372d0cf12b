package incomecsv_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/incomecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const (
	header = "household;person;month;amount;source;known_on\n"
	adult  = "193501096998" // a number that Skatteverket has published for tests
)

func readAll(in io.Reader) ([]incomecsv.Record, error) {
	r, err := incomecsv.NewReader("i.csv", in)
	if err != nil {
		return nil, err
	}
	var all []incomecsv.Record
	for rec := range r.Records() {
		kept := *rec
		kept.Household = bytes.Clone(rec.Household)
		all = append(all, kept)
	}
	return all, r.Err()
}

// good is a line that can be used, as its fields.
var good = []string{"B-17", adult, "2025-03", "21450,50", "told", "2025-04-12"}

func with(changes ...any) string {
	f := slices.Clone(good)
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(incomecsv.Field)] = changes[i+1].(string)
	}
	return strings.Join(f, ";")
}

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	person, err := identity.Parse(adult)
	if err != nil {
		t.Fatal(err)
	}
	rec := incomecsv.Record{Line: 2, Household: []byte("B-17"), Person: person, Month: calendar.New(2025, 3, 1), Amount: 21_450_50, Source: incomecsv.Told, KnownOn: calendar.New(2025, 4, 12)}
	everywhere := rec
	everywhere.Household, everywhere.Source, everywhere.Amount = nil, incomecsv.Declared, 0
	for line, want := range map[string]incomecsv.Record{
		with(): rec, with() + "\r": rec, `"B-17"` + with()[4:]: rec, with(incomecsv.Amount, "21 450,5"): rec,
		with(incomecsv.Household, "", incomecsv.Amount, "0", incomecsv.FieldSource, "declared"): everywhere,
	} {
		got, err := readAll(strings.NewReader("\ufeff" + header + line + "\n\n"))
		if err != nil || len(got) != 1 {
			t.Fatalf("%q: %v %v", line, got, err)
		}
		if len(got[0].Household) == 0 {
			got[0].Household = nil
		}
		if !reflect.DeepEqual(got[0], want) {
			t.Errorf("%q: %+v, want %+v", line, got[0], want)
		}
	}
}

func TestReader_namesEachFault(t *testing.T) {
	const kronor = "kronor from 0 to 1000000 with at most two decimals after a comma"
	for line, want := range map[string]string{
		with(incomecsv.Household, "-1"):        `2:1: household is "-1"; expected 1 to 40 of A to Z, a to z, digits, full stop, underscore and hyphen, not beginning with a hyphen, or nothing`,
		with(incomecsv.Person, "162021005521"): `2:6: person is "16202100****"; expected the number of a person in twelve digits`,
		with(incomecsv.Month, "2010-12"):       `2:19: month is "2010-12"; expected a month written YYYY-MM, from 2011-01 to 2099-12`,
		with(incomecsv.Amount, "-1"):           `2:27: amount is "-1"; expected ` + kronor,
		with(incomecsv.Amount, "1000000,01"):   `2:27: amount is "1000000,01"; expected ` + kronor,
		with(incomecsv.FieldSource, "agi"):     `2:36: source is "agi"; expected told, own or declared`,
		with(incomecsv.KnownOn, "2025-02-28"):  `2:41: known_on is "2025-02-28"; expected a day no earlier than the first of the month`,
		with(incomecsv.KnownOn, ""):            `2:41: known_on is ""; expected a date written YYYY-MM-DD`,
	} {
		got, err := readAll(strings.NewReader(header + line + "\n" + with() + "\n"))
		if err == nil || err.Error() != "i.csv:"+want {
			t.Errorf("%v\nexpected i.csv:%s", err, want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%s: the line after it is not read: %v", line, got)
		}
	}
}

// drawn is a record that can stand in a file.
func drawn(t *rapid.T, i int) incomecsv.Record {
	person, err := identity.NewPerson(calendar.New(1940, 1, 1)+calendar.Date(rapid.IntRange(0, 25_000).Draw(t, "born")), rapid.IntRange(1, 999).Draw(t, "serial"))
	if err != nil {
		t.Fatal(err)
	}
	month := calendar.New(2011, 1, 1).AddMonths(rapid.IntRange(0, 88*12+11).Draw(t, "month"))
	return incomecsv.Record{Line: i + 2, Household: []byte(rapid.StringMatching(`|[A-Za-z0-9._][A-Za-z0-9._-]{0,39}`).Draw(t, "household")), Person: person, Month: month,
		Amount: money.Amount(rapid.Int64Range(0, incomecsv.MaxAmount).Draw(t, "amount")), Source: incomecsv.Source(rapid.IntRange(1, 3).Draw(t, "source")),
		KnownOn: month + calendar.Date(rapid.IntRange(0, 300).Draw(t, "after"))}
}

func written(t *rapid.T) (file string, all []incomecsv.Record) {
	var b strings.Builder
	w := incomecsv.NewWriter(&b)
	for i := range rapid.IntRange(0, 5).Draw(t, "lines") {
		rec := drawn(t, i)
		all = append(all, rec)
		if err := w.Write(&rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String(), all
}

func equal(a, b []incomecsv.Record) bool {
	return slices.EqualFunc(a, b, func(x, y incomecsv.Record) bool {
		same := bytes.Equal(x.Household, y.Household)
		x.Household, y.Household = nil, nil
		return same && reflect.DeepEqual(x, y)
	})
}

func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file, want := written(t)
		if got, err := readAll(strings.NewReader(file)); err != nil || !equal(got, want) {
			t.Fatalf("%s: %+v %v", file, got, err)
		}
	})
}

func TestWriter_refusesWhatAReaderWould(t *testing.T) {
	person, err := identity.Parse(adult)
	if err != nil {
		t.Fatal(err)
	}
	march := calendar.New(2025, 3, 1)
	good := incomecsv.Record{Person: person, Month: march, Source: incomecsv.Own, KnownOn: march}
	for name, spoil := range map[string]func(*incomecsv.Record){
		"an id with a hyphen first": func(r *incomecsv.Record) { r.Household = []byte("-a") }, "no person": func(r *incomecsv.Record) { r.Person++ },
		"a day in a month": func(r *incomecsv.Record) { r.Month++ }, "below zero": func(r *incomecsv.Record) { r.Amount = -1 },
		"too much": func(r *incomecsv.Record) { r.Amount = incomecsv.MaxAmount + 1 }, "no source": func(r *incomecsv.Record) { r.Source = 0 },
		"a strange source": func(r *incomecsv.Record) { r.Source = 9 }, "known before": func(r *incomecsv.Record) { r.KnownOn = march - 1 },
	} {
		rec := good
		spoil(&rec)
		if err := incomecsv.NewWriter(io.Discard).Write(&rec); err == nil {
			t.Errorf("%s is written", name)
		} else if strings.Contains(err.Error(), adult) {
			t.Errorf("%s: %v names a number", name, err)
		}
	}
}

// asCareful fails unless the file is read as it is with care.
func asCareful(t interface{ Fatalf(string, ...any) }, file string) {
	want, wantErr := incomecsv.Careful("i.csv", strings.NewReader(file))
	got, err := readAll(strings.NewReader(file))
	if !equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("%q:\n%+v %v\nwith care\n%+v %v", file, got, err, want, wantErr)
	}
	var a, b *incomecsv.BadLines
	if errors.As(err, &a) != errors.As(wantErr, &b) {
		t.Fatalf("%q: %v with care %v", file, err, wantErr)
	}
}

// However a file is spoilt, it is read as with care.
func TestReader_readsAsWithCare(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", ";", "\n", "\r\n", `"`, "å", "\xff", " ", ",", "0", "-", "=", "9", "\x01", "2025-02-30", "1000000", "1000000,01", "00000012,5", "197010632391", "162021005521", "told"})
	rapid.Check(t, func(t *rapid.T) {
		text, _ := written(t)
		for range rapid.IntRange(0, 3).Draw(t, "faults") {
			at := rapid.IntRange(len(header), len(text)).Draw(t, "at")
			text = text[:at] + piece.Draw(t, "piece") + text[min(len(text), at+rapid.IntRange(0, 2).Draw(t, "less")):]
		}
		asCareful(t, text)
	})
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{with(), with(incomecsv.Household, ""), `"B-17"` + with()[4:], ";;;;;", "\xff", "\"", with(incomecsv.Amount, "5\x80")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) { asCareful(t, header+body) })
}
