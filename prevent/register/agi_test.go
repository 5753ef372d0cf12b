package register_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/absencecsv"
	"balans/exchange/agi"
	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/register"
)

var march = day("2025-03-01")

func agiFile(t tester, form agi.Form, write func(w *agi.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	w := agi.NewWriter(&b, form, agi.Sender{Program: "test", Created: "2025-04-10T09:00:00"})
	if err := write(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func absenceOf(party identity.Number, d string, spec int, amount int32) agi.Absence {
	return agi.Absence{Employer: company, Period: march, Party: party, Day: day(d), Spec: spec, Type: agi.TFP, Unit: agi.Hours, Amount: amount}
}

func removed(a agi.Absence) agi.Absence {
	a.Type, a.Unit, a.Amount, a.Removed = agi.NoType, agi.NoUnit, 0, true
	return a
}

// A month as an employer declares it, then corrected.
func TestImport_ofAGI(t *testing.T) {
	bothDatabases(t, "2025-04-12", func(t *testing.T, j *journal.Journal, c *clock) {
		file := agiFile(t, agi.Form{Prefix: "agd"}, func(w *agi.Writer) error {
			return errors.Join(w.Declaration(agi.Declaration{Employer: company, Period: march, SumTax: money.Kronor(9000)}),
				w.Income(agi.Income{Employer: company, Period: march, Party: anna, Spec: 1, Cash: money.Kronor(30000), Benefits: money.Kronor(1200), Tax: money.Kronor(9000), TaxKind: agi.Preliminary}),
				w.Absence(absenceOf(anna, "2025-03-03", 1, 800)), w.Absence(absenceOf(anna, "2025-03-04", 1, 400)))
		})
		r := take(t, j, file)
		if r.Format != register.FormatAGI || r.Held != 3 || r.Derived != 1 || r.Counts[register.Absence].New != 2 || r.Counts[register.Income].New != 1 || r.Counts[register.Declared].New != 1 {
			t.Errorf("%+v", r)
		}
		b := read(t, j, end)
		income := b.Of(anna).Facts(register.Income)
		if len(income) != 1 || income[0].Amount != money.Kronor(30000) || income[0].Benefits != money.Kronor(1200) || income[0].Employer != company || income[0].Period != march ||
			income[0].ID != "165560269986/2025-03-01/1" {
			t.Errorf("%+v", income)
		}
		if when, ok := b.Declared(company, day("2025-03-20")); !ok || when.Date() != day("2025-04-12") {
			t.Errorf("declared %v %v", when, ok)
		}
		for _, not := range []calendar.Date{day("2025-02-28"), day("2025-04-01")} {
			if _, ok := b.Declared(company, not); ok {
				t.Errorf("%s is declared", not)
			}
		}
		if _, ok := b.At(instant("2025-04-11")).Declared(company, march); ok {
			t.Error("it was known before it came")
		}
		if got := b.Employers(anna, day("2025-03-31"), day("2025-04-02")); !slices.Equal(got, []identity.Number{company}) {
			t.Errorf("%v", got)
		}
		if got := b.Employers(anna, day("2025-04-01"), day("2025-04-30")); len(got) != 0 {
			t.Errorf("%v", got)
		}
		// Told again as received at another instant, the month is known since it first was.
		take(t, j, strings.Replace(file, "30000", "31000", 1), received("2025-04-12"))
		first, _ := b.Declared(company, march)
		again := read(t, j, end)
		if when, ok := again.Declared(company, march); !ok || when != first || len(again.Of(company).History(register.Declared)) != 2 {
			t.Errorf("declared %v %v, first %v", when, ok, first)
		}
		c.set("2025-05-02")
		take(t, j, agiFile(t, agi.Form{Choice: true}, func(w *agi.Writer) error {
			return errors.Join(w.Absence(absenceOf(anna, "2025-03-04", 1, 600)), w.Absence(removed(absenceOf(anna, "2025-03-03", 1, 0))))
		}))
		b = read(t, j, end)
		if d := b.Absences().On(anna, day("2025-03-04"), 800); d.TFP != 7500 || d.Reports != 1 || b.Absences().Len() != 1 {
			t.Errorf("%+v of %d", d, b.Absences().Len())
		}
		before := b.At(instant("2025-05-01")).Absences()
		if d := before.On(anna, day("2025-03-03"), 800); d.TFP != 10000 || before.Len() != 2 {
			t.Errorf("%+v of %d", d, before.Len())
		}
	})
}

// The three ways in which absence comes give the same facts.
func TestImport_absenceIsTheSameInEveryForm(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	n := 0 // each round tells as sources of its own
	rapid.Check(t, func(t *rapid.T) {
		var all []agi.Absence
		for range rapid.IntRange(1, 12).Draw(t, "reports") {
			a := absenceOf(rapid.SampledFrom([]identity.Number{anna, bengt}).Draw(t, "party"), fmt.Sprintf("2025-03-%02d", rapid.IntRange(1, 4).Draw(t, "day")),
				rapid.IntRange(1, 2).Draw(t, "spec"), rapid.Int32Range(1, 2400).Draw(t, "amount"))
			a.Type = rapid.SampledFrom([]agi.Type{agi.TFP, agi.FP}).Draw(t, "type")
			a.Unit = rapid.SampledFrom([]agi.Unit{agi.Hours, agi.Percent}).Draw(t, "unit")
			if rapid.IntRange(0, 4).Draw(t, "removed") == 0 {
				a = removed(a)
			}
			all = append(all, a)
		}
		n++
		files := []string{xmlOf(t, agi.Form{}, all), xmlOf(t, agi.Form{Prefix: "x", Choice: true}, all), csvOf(t, all)}
		for form, file := range files {
			r := take(t, j, file+strings.Repeat("\n", n), func(im *register.Import) { im.Source = fmt.Sprintf("%d-%d", n, form) })
			if r.AsideCount != 0 || r.Already != 0 || form < 2 && r.Counts[register.Declared].New != 1 || form == 2 && len(r.Counts) > 1 {
				t.Fatalf("%+v", r)
			}
		}
		for _, party := range []identity.Number{anna, bengt} {
			p, err := register.OfParty(t.Context(), j, party, end)
			if err != nil {
				t.Fatal(err)
			}
			var told [3][]register.Version
			for _, v := range plain(p.History(register.Absence)) {
				for form := range told {
					if v.Source == fmt.Sprintf("%d-%d", n, form) {
						v.Source = ""
						told[form] = append(told[form], v)
					}
				}
			}
			if !slices.Equal(told[0], told[1]) || !slices.Equal(told[0], told[2]) {
				t.Fatalf("%+v\n%+v\n%+v", told[0], told[1], told[2])
			}
		}
	})
}

func xmlOf(t tester, form agi.Form, all []agi.Absence) string {
	return agiFile(t, form, func(w *agi.Writer) (err error) {
		if len(all) > 0 {
			err = w.Declaration(agi.Declaration{Employer: all[0].Employer, Period: all[0].Period})
		}
		for _, a := range all {
			err = errors.Join(err, w.Absence(a))
		}
		return err
	})
}

func csvOf(t tester, all []agi.Absence) string {
	var b bytes.Buffer
	w := absencecsv.NewWriter(&b)
	for _, a := range all {
		rec := absencecsv.Record{Employer: a.Employer, Period: a.Period, Party: a.Party, Day: a.Day, Spec: int32(a.Spec), Removed: a.Removed}
		switch a.Type {
		case agi.TFP:
			rec.Type = absencecsv.TFP
		case agi.FP:
			rec.Type = absencecsv.FP
		}
		switch a.Unit {
		case agi.Percent:
			rec.Percent = a.Amount
		case agi.Hours:
			rec.Hours = a.Amount
		}
		if err := w.Write(&rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// plain leaves out in which delivery and when each version came.
func plain(versions []register.Version) (all []register.Version) {
	for _, v := range versions {
		v.Delivery, v.By, v.Known, v.Until = "", "", 0, 0
		all = append(all, v)
	}
	return all
}

// A record that is set aside stops nothing, and the month is not believed to be whole.
func TestImport_ofAGIWithBadRecords(t *testing.T) {
	j, c := sqlite(t, "2025-04-12")
	good := xmlOf(t, agi.Form{}, []agi.Absence{absenceOf(anna, "2025-03-03", 1, 800), absenceOf(bengt, "2025-03-04", 1, 700), absenceOf(bengt, "2025-03-05", 1, 100)})
	for what, change := range map[string][2]string{"a check digit": {"198202252386", "198202252387"}, "thirty hours": {"8.00", "30.00"}} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s: the file does not have %s:\n%s", what, change[0], good)
		}
		r := take(t, j, bad)
		if r.AsideCount != 1 || len(r.Aside) != 1 || r.Aside[0].Line == 0 || !strings.Contains(r.Aside[0].Field, "Franvarouppgift/") || r.Held != 3 || strings.Contains(r.Aside[0].Found, "1982022523") {
			t.Errorf("%s: %+v", what, r)
		}
		if _, ok := read(t, j, end).Declared(company, march); ok {
			t.Errorf("%s: the month is believed to be whole", what)
		}
	}
	c.set("2025-04-20")
	take(t, j, good)
	if when, ok := read(t, j, end).Declared(company, march); !ok || when.Date() != day("2025-04-20") {
		t.Errorf("declared %v %v", when, ok)
	}
}

// Files that cannot be trusted are refused whole, with line and element or field.
func TestImport_refusesFilesWhole(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	xml := agiFile(t, agi.Form{}, func(w *agi.Writer) error {
		return errors.Join(w.Declaration(agi.Declaration{Employer: company, Period: march, SumTax: money.Kronor(9000)}),
			w.Income(agi.Income{Employer: company, Period: march, Party: anna, Spec: 1, Cash: money.Kronor(30000), Tax: money.Kronor(9000), TaxKind: agi.Preliminary}))
	})
	absence := "employer;period;party;day;spec;type;percent;hours;removed\n"
	for _, c := range []struct{ name, text, want string }{
		{"truncated", xml[:len(xml)-40], "facts.csv:"},
		{"wrong totals", strings.Replace(xml, ">9000<", ">8000<", 1), "SummaSkatteavdr"},
		{"thirty hours", absence + "165560269986;2025-03;198202252386;2025-03-03;1;TFP;;30;\n", "facts.csv:2:53: hours is"},
		{"check digit", absence + "165560269986;2025-03;198202252387;2025-03-03;1;TFP;;8;\n", "party is"},
		{"a company absent", absence + "165560269986;2025-03;165560269986;2025-03-03;1;TFP;;8;\n", "only a person can be absent"},
		{"unknown column", "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text;more\n", "facts.csv:1:1"},
		{"öre where kronor are whole", header + "income;s;1;198202252386;2025-03-01;;;165560269986;30000,50;;;;;\n", "amount is"},
		{"unknown form", "party;day\n", "--format"},
		{"empty", "", "empty"},
	} {
		_, err := try(j, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "198202252387") {
			t.Errorf("%s: %v; expected %q", c.name, err, c.want)
		}
		if n := head(t, j); n != 0 {
			t.Fatalf("%s: %d events", c.name, n)
		}
	}
}

// With leaveOutBad the rest of a file is taken in, and the receipt says what was not.
func TestImport_leavesOutBadLines(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	bad := "income;s;1;198202252386;2025-03-02;;;165560269986;30000,50;;;;;\n"
	text := header + phone("1", anna, "0700000001", "", "") + bad + "nonsense\n" + phone("2", anna, "0700000002", "", "")
	var all *rows.BadLines
	if _, err := try(j, text); !errors.As(err, &all) || len(all.Faults) != 3 {
		t.Errorf("%v", err)
	}
	r := take(t, j, text, leaveOutBad)
	if r.Held != 4 || r.AsideCount != 2 || len(r.Aside) != 3 || r.Aside[0].Line != 3 || r.Aside[0].Field != "from" || r.Aside[2].Line != 4 || r.Counts[register.Phone].New != 2 {
		t.Errorf("%+v", r)
	}
	if all, err := register.Deliveries(t.Context(), j); err != nil || all[0].Aside != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	many := header + strings.Repeat("nonsense\n", rows.MaxBad+1) + phone("3", anna, "0700000003", "", "")
	if _, err := try(j, many, leaveOutBad); err == nil {
		t.Error("a file that was not read to its end is taken in")
	}
}

// The two samples hold the same facts, when they are there.
func TestImport_ofTheSamples(t *testing.T) {
	var shown []string
	for _, variant := range []string{"flat", "choice"} {
		text, err := os.ReadFile("../../../shared/samples/agi/synthetic_agi_franvaro_" + variant + ".xml")
		if err != nil {
			t.Log("the published samples are not here")
			return
		}
		j, _ := sqlite(t, "2025-05-01")
		r := take(t, j, string(text))
		if r.AsideCount != 0 || r.Counts[register.Absence] != (register.Count{New: 3, Withdrawing: 1}) || r.Counts[register.Income].New != 1 {
			t.Errorf("%+v", r)
		}
		shown = append(shown, fmt.Sprint(plain(read(t, j, end).Of(anna).History(register.Absence))))
	}
	if shown[0] != shown[1] {
		t.Errorf("%s\n%s", shown[0], shown[1])
	}
}

// A file without the main declaration of a month, such as a correction, does not make the
// month whole.
func TestImport_ofAGIWithoutTheMainDeclaration(t *testing.T) {
	j, _ := sqlite(t, "2025-04-12")
	file := agiFile(t, agi.Form{}, func(w *agi.Writer) error { return w.Absence(absenceOf(anna, "2025-03-03", 1, 800)) })
	if r := take(t, j, file); r.Derived != 0 {
		t.Errorf("%+v", r)
	}
	if _, ok := read(t, j, end).Declared(company, march); ok {
		t.Error("the month is believed to be declared")
	}
}
