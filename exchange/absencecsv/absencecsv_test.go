package absencecsv_test

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

	"balans/exchange/absencecsv"
	"balans/law/calendar"
	"balans/law/identity"
)

const (
	header = "employer;period;party;day;spec;type;percent;hours;removed\n"
	// Numbers that Skatteverket has published for tests, and of a public body.
	adult, employer = "193501096998", "162021005521"
)

func readAll(in io.Reader) ([]absencecsv.Record, error) {
	r, err := absencecsv.NewReader("a.csv", in)
	if err != nil {
		return nil, err
	}
	var all []absencecsv.Record
	for rec := range r.Records() {
		all = append(all, *rec)
	}
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

func TestReader_readsWhatAnEditorMayLeave(t *testing.T) {
	body := employer + ";2025-02;" + adult + ";2025-01-31;1;TFP;100;;\n\n" +
		employer + ";2025-02;" + adult + ";2025-02-28;0;FP;;0,01;\n" +
		employer + ";\"2025-02\";" + adult + ";2025-02-03;999999999;\"FP\";12,5;;\n" +
		employer + ";2025-02;" + adult + ";2025-02-04;7;;;;1\n" +
		employer + ";2025-02;" + adult + ";2025-02-04;8;TFP;;24;1\n"
	february := calendar.New(2025, 2, 1)
	rec := absencecsv.Record{Employer: number(t, employer), Party: number(t, adult), Period: february}
	want := []absencecsv.Record{rec, rec, rec, rec, rec}
	for i, r := range []absencecsv.Record{
		{Line: 2, Day: february - 1, Spec: 1, Type: absencecsv.TFP, Percent: 10_000},
		{Line: 4, Day: february + 27, Type: absencecsv.FP, Hours: 1},
		{Line: 5, Day: february + 2, Spec: 999_999_999, Type: absencecsv.FP, Percent: 1_250},
		{Line: 6, Day: february + 3, Spec: 7, Removed: true},
		{Line: 7, Day: february + 3, Spec: 8, Type: absencecsv.TFP, Hours: 2_400, Removed: true},
	} {
		w := &want[i]
		w.Line, w.Day, w.Spec, w.Type, w.Percent, w.Hours, w.Removed = r.Line, r.Day, r.Spec, r.Type, r.Percent, r.Hours, r.Removed
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
var good = []string{employer, "2025-02", adult, "2025-02-28", "1", "TFP", "50", "", ""}

func with(changes ...any) string {
	f := slices.Clone(good)
	for i := 0; i < len(changes); i += 2 {
		f[changes[i].(absencecsv.Field)] = changes[i+1].(string)
	}
	return strings.Join(f, ";")
}

func TestReader_namesEachFault(t *testing.T) {
	const (
		party   = "an identity number of twelve digits (an organisation: 16 and its ten)"
		percent = "a number from 0,01 to 100 with at most two decimals after a comma, or nothing"
		hours   = "a number from 0,01 to 24 with at most two decimals after a comma, or nothing"
	)
	for line, want := range map[string]string{
		with(absencecsv.Employer, "2021005521"):                    `2:1: employer is "202100****"; expected ` + party,
		with(absencecsv.Employer, "162021005522"):                  `2:1: employer is "16202100****"; expected ` + party + "; the check digit is wrong",
		with(absencecsv.Period, "2025-13"):                         `2:14: period is "2025-13"; expected a month written YYYY-MM, from 2025-01`,
		with(absencecsv.Period, "2024-12"):                         `2:14: period is "2024-12"; expected a month written YYYY-MM, from 2025-01`,
		with(absencecsv.Period, "202502"):                          `2:14: period is "202502"; expected a month written YYYY-MM, from 2025-01`,
		with(absencecsv.Party, "193501096999"):                     `2:22: party is "19350109****"; expected ` + party + "; the check digit is wrong",
		with(absencecsv.Day, "2025-02-29"):                         `2:35: day is "2025-02-29"; expected a date written YYYY-MM-DD`,
		with(absencecsv.Day, "2025-03-01"):                         `2:35: day is "2025-03-01"; expected a day no later than the last of the period`,
		with(absencecsv.Spec, ""):                                  `2:46: spec is ""; expected a whole number from 0 to 999999999 in digits alone`,
		with(absencecsv.Spec, "1000000000"):                        `2:46: spec is "100000****"; expected a whole number from 0 to 999999999 in digits alone`,
		with(absencecsv.FieldType, "tfp"):                          `2:48: type is "tfp"; expected TFP or FP (nothing only where removed is 1)`,
		with(absencecsv.FieldType, ""):                             `2:48: type is ""; expected TFP or FP (nothing only where removed is 1)`,
		with(absencecsv.FieldType, "VAB", absencecsv.Removed, "1"): `2:48: type is "VAB"; expected TFP or FP (nothing only where removed is 1)`,
		with(absencecsv.Percent, "0"):                              `2:52: percent is "0"; expected ` + percent,
		with(absencecsv.Percent, "100,01"):                         `2:52: percent is "100,01"; expected ` + percent,
		with(absencecsv.Percent, "0", absencecsv.Removed, "1"):     `2:52: percent is "0"; expected ` + percent,
		with(absencecsv.Percent, ""):                               `2:52: percent is ""; expected a number from 0,01 to 100, or hours in the next field`,
		with(absencecsv.Percent, "", absencecsv.Hours, "30"):       `2:53: hours is "30"; expected ` + hours,
		with(absencecsv.Percent, "", absencecsv.Hours, "24,01"):    `2:53: hours is "24,01"; expected ` + hours,
		with(absencecsv.Percent, "", absencecsv.Hours, "7.5"):      `2:53: hours is "7.5"; expected ` + hours,
		with(absencecsv.Hours, "4"):                                `2:55: hours is "4"; expected nothing beside percent: one of the two is stated`,
		with(absencecsv.Hours, "4", absencecsv.Removed, "1"):       `2:55: hours is "4"; expected nothing beside percent: one of the two is stated`,
		with(absencecsv.Removed, "0"):                              `2:56: removed is "0"; expected 1 or nothing`,
		"a;b":                                                      `2:4: found "a;b"; expected 9 fields (` + strings.TrimSpace(header) + `), not 2`,
		with(absencecsv.Removed, ";"):                              `2:57: found "` + strings.NewReplacer(adult[8:], "****", employer[8:], "****").Replace(with()) + `;"; expected 9 fields (` + strings.TrimSpace(header) + `), not 10`,
	} {
		got, err := readAll(strings.NewReader(header + line + "\n" + with() + "\n"))
		if err == nil || err.Error() != "a.csv:"+want {
			t.Errorf("%v\nexpected a.csv:%s", err, want)
		}
		if len(got) != 1 || got[0].Line != 3 {
			t.Errorf("%s: the line after it is not read: %v", line, got)
		}
	}
}

func TestReader_stopsAfterManyFaults(t *testing.T) {
	got, err := readAll(strings.NewReader(header + strings.Repeat("x\n", 300) + with() + "\n"))
	var bad *absencecsv.BadLines
	if !errors.As(err, &bad) || len(bad.Faults) != absencecsv.MaxBad || !bad.More || len(got) != 0 ||
		!strings.HasSuffix(err.Error(), "\na.csv: the lines after line 101 were not looked at") {
		t.Errorf("%d %v", len(got), err)
	}
}

func TestReader_wantsItsHeader(t *testing.T) {
	for text, why := range map[string]string{"": "", "employer;period\n": "", strings.ReplaceAll(header, ";", "\t"): " (the fields are separated by semicolons)"} {
		_, err := readAll(strings.NewReader(text))
		var line *absencecsv.LineError
		if !errors.As(err, &line) || line.Line != 1 || line.Expected != "the header "+strings.TrimSpace(header)+why {
			t.Errorf("%.20q: %v", text, err)
		}
	}
}

// A failing disk is no end of file.
func TestReader_passesErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for text, records := range map[string]int{"": 0, header: 0, header + with() + "\n" + with(): 1, header + strings.Repeat("x", 3000): 0} {
		got, err := readAll(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || len(got) != records {
			t.Errorf("after %.30q: %d %v", text, len(got), err)
		}
	}
}

func TestRefuse_addsAFaultOfTheRoom(t *testing.T) {
	r, err := absencecsv.NewReader("a.csv", strings.NewReader(header+with()+"\n"+with(absencecsv.Removed, "1")+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range r.Records() {
		r.Refuse(absencecsv.Party, "a person who works there")
	}
	want := `a.csv:2:22: party is "19350109****"; expected a person who works there
a.csv:3:22: party is "19350109****"; expected a person who works there`
	if err := r.Err(); err == nil || err.Error() != want {
		t.Error(err)
	}
}

// drawn is a record that can stand in a file.
func drawn(t *rapid.T, i int) absencecsv.Record {
	period := calendar.New(2025, 1, 1).AddMonths(rapid.IntRange(0, 40).Draw(t, "period"))
	rec := absencecsv.Record{Line: i + 2, Period: period, Day: period.EndOfMonth() - calendar.Date(rapid.IntRange(0, 400).Draw(t, "before")),
		Spec: rapid.Int32Range(0, absencecsv.MaxSpec>>rapid.IntRange(0, 29).Draw(t, "size")).Draw(t, "spec"), Type: absencecsv.Type(rapid.IntRange(1, 2).Draw(t, "type"))}
	var err error
	if rec.Employer, err = identity.NewOrganisation(202_100_000 + rapid.Int64Range(0, 7_000_000).Draw(t, "employer")); err != nil {
		t.Fatal(err)
	}
	if rec.Party, err = identity.NewPerson(calendar.New(1940, 1, 1)+calendar.Date(rapid.IntRange(0, 25_000).Draw(t, "born")), rapid.IntRange(1, 999).Draw(t, "serial")); err != nil {
		t.Fatal(err)
	}
	switch rapid.IntRange(0, 3).Draw(t, "extent") {
	case 0:
		rec.Hours = rapid.Int32Range(1, 2_400).Draw(t, "hours")
	case 1:
		rec.Removed, rec.Type = true, absencecsv.Type(rapid.IntRange(0, 2).Draw(t, "removed type"))
	default:
		rec.Percent = rapid.Int32Range(1, 10_000).Draw(t, "percent")
	}
	return rec
}

// written is a file of some records.
func written(t *rapid.T) (file string, all []absencecsv.Record) {
	var b strings.Builder
	w := absencecsv.NewWriter(&b)
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

// What is written is read back, here and by the standard library.
func TestWriter_isReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		file, want := written(t)
		if got, err := readAll(strings.NewReader(file)); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: %+v %v", file, got, err)
		}
		std := csv.NewReader(strings.NewReader(file))
		std.Comma = ';'
		if rows, err := std.ReadAll(); err != nil || len(rows) != len(want)+1 {
			t.Fatalf("the standard library reads %q %v", rows, err)
		}
	})
}

func TestWriter_refusesWhatAReaderWould(t *testing.T) {
	month := calendar.New(2025, 2, 1)
	good := absencecsv.Record{Employer: number(t, employer), Party: number(t, adult), Period: month, Day: month, Type: absencecsv.FP, Hours: 800}
	for name, spoil := range map[string]func(*absencecsv.Record){
		"no employer": func(r *absencecsv.Record) { r.Employer = 0 }, "no party": func(r *absencecsv.Record) { r.Party++ },
		"no period": func(r *absencecsv.Record) { r.Period = calendar.None }, "a period in a month": func(r *absencecsv.Record) { r.Period++ },
		"an early period": func(r *absencecsv.Record) { r.Period, r.Day = calendar.New(2024, 12, 1), month-60 },
		"no day":          func(r *absencecsv.Record) { r.Day = calendar.None }, "a late day": func(r *absencecsv.Record) { r.Day = month + 28 },
		"a number below zero": func(r *absencecsv.Record) { r.Spec = -1 }, "a large number": func(r *absencecsv.Record) { r.Spec = absencecsv.MaxSpec + 1 },
		"no type": func(r *absencecsv.Record) { r.Type = absencecsv.NotStated }, "a strange type": func(r *absencecsv.Record) { r.Type = 3 },
		"both": func(r *absencecsv.Record) { r.Percent = 1 }, "neither": func(r *absencecsv.Record) { r.Hours = 0 },
		"many hours": func(r *absencecsv.Record) { r.Hours = 2_401 }, "fewer than no hours": func(r *absencecsv.Record) { r.Hours = -1 },
		"much percent": func(r *absencecsv.Record) { r.Hours, r.Percent = 0, 10_001 },
	} {
		rec := good
		spoil(&rec)
		w := absencecsv.NewWriter(io.Discard)
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
	if w := absencecsv.NewWriter(io.Discard); w.Write(&good) != nil || w.Flush() != nil {
		t.Error("what is good is not written")
	}
}

// asCareful fails unless the file is read as it is with care.
func asCareful(t interface{ Fatalf(string, ...any) }, file string) []absencecsv.Record {
	want, wantErr := absencecsv.Careful("a.csv", strings.NewReader(file))
	got, err := readAll(strings.NewReader(file))
	if !slices.Equal(got, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
		t.Fatalf("%q:\n%+v %v\nwith care\n%+v %v", file, got, err, want, wantErr)
	}
	var a, b *absencecsv.BadLines
	if errors.As(err, &a) != errors.As(wantErr, &b) || a != nil && !reflect.DeepEqual(a.Faults, b.Faults) {
		t.Fatalf("%q: %+v with care %+v", file, a, b)
	}
	return got
}

// However a file is spoilt, it is read as with care.
func TestReader_readsAsWithCare(t *testing.T) {
	piece := rapid.SampledFrom([]string{"", ";", "\n", "\r\n", `"`, "å", "\xff", " ", ",", "0", "-", "=", "9", "1", "\x01", "\x80", "2025-02-30", "0,01", "100,00", "24", "00000012,5", "193501096998", "197010632391", "TFP", "FP"})
	rapid.Check(t, func(t *rapid.T) {
		text, _ := written(t)
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
	for _, s := range []string{with(), with(absencecsv.Removed, "1") + "\n" + with(), with(absencecsv.Percent, "", absencecsv.Hours, "7,5") + "\r\n", `"` + employer + `"` + with()[12:], ";;;;;;;;", "\xff", "\"", with(absencecsv.Percent, "5\x80")} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		records := asCareful(t, header+body)
		_, err := readAll(strings.NewReader(header + body))
		var bad *absencecsv.BadLines
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
		w := absencecsv.NewWriter(&b)
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

// A plain file is read without allocation for each of its lines.
func TestReader_allocatesNoLine(t *testing.T) {
	file := declared(t, 20_000)
	allocations := testing.AllocsPerRun(3, func() {
		r, err := absencecsv.NewReader("a.csv", bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range r.Records() {
			n++
		}
		if r.Err() != nil || n != 20_000 {
			t.Fatal(n, r.Err())
		}
	})
	if allocations > 100 {
		t.Errorf("%v allocations for 20 000 lines", allocations)
	}
}
