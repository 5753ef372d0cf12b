package directive_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/exchange/lettertext"
	"balans/law/calendar"
	"balans/steer/directive"
)

// The invented letter for 2024 is set as older ones are; these are the assignments that
// those of 2025 succeed or report on.
func TestRead_theYearBefore(t *testing.T) {
	l := readFile(t, "../../demo/letter-2024.txt")
	noneUnread(t, l)
	complete(t, l)
	var got []string
	for _, f := range factsOf(l) {
		if word, _, _ := strings.Cut(f, " "); word != "riksdag" && word != "requirement" && word != "signatures" && word != "copies" && !strings.HasPrefix(f, "plan 2024") {
			got = append(got, f)
		}
	}
	const social = "Regeringskansliet (Socialdepartementet)"
	sameFacts(t, got, []string{
		"letter 2024 Försäkringskassan",
		"head Socialdepartementet III:2 2023-12-21 S2023/09801 S2023/09802",
		"goal Mål för sjukförsäkringen: 1, reporting 1",
		"assignment Rätt från början", "  report 2025-02-22 day, to " + social,
		"assignment Regeländringar", "  report 2025-01-29 day, to " + social,
		"assignment Insatser för personer som är sjukskrivna och för unga med aktivitetsersättning",
		"  with Arbetsförmedlingen", "  report 2025-04-11 day, joint, to " + social + ", Regeringskansliet (Arbetsmarknadsdepartementet)",
		"assignment Informationsinsatser om socialförsäkringsförmåner och skyddat boende", "  report 2025-01-31 day, to " + social,
		"assignment Uppföljning av överlåtelse av föräldrapenning", "  report 2026-01-30 day, to " + social,
		"assignment Det allmänna ombudets verksamhet", "  report 2025-02-28 day, to " + social,
		"assignment Utbetalning av elstöd till hushåll",
		"earlier Uppdrag att inrätta regionala center mot arbetslivskriminalitet [A2022/01002]",
		"  report 2024-03-31 day, by Arbetsmiljöverket", "  report 2025-03-31 day, by Arbetsmiljöverket",
		"earlier Nationella programmet för Europeiska socialfonden 2021–2027 [Regleringsbrev för 2023]",
		"  report 2024-02-22 day, year concluded, yearly until 2030",
		"appropriation UO10 1:1 Sjukpenning och rehabilitering m.m. (Ramanslag)", "group Försäkringskassan 46040000000",
		"item UO10 1:1 ap.19 Rehabiliteringspenning (ram) Försäkringskassan 40000000", "item UO10 1:1 ap.21 Sjukpenning (ram) Försäkringskassan 46000000000",
		"appropriation UO10 2:1 Försäkringskassan (Ramanslag)", "group Försäkringskassan 10200000000",
		"item UO10 2:1 ap.1 Förvaltningsmedel (ram) Försäkringskassan 10200000000", "  max 8500000",
		"appropriation UO12 1:8 Bostadsbidrag (Ramanslag)", "group Försäkringskassan 3900000000", "item UO12 1:8 ap.2 Bostadsbidrag (ram) Försäkringskassan 3900000000",
		"frame UO10 1:1 ap.19 2000000, carry-over Inget, withdrawn 0", "frame UO10 1:1 ap.21 2300000000, carry-over Inget, withdrawn 0",
		"frame UO10 2:1 ap.1 306000000, carry-over 300, withdrawn 0", "frame UO12 1:8 ap.2 195000000, carry-over Inget, withdrawn 0",
		"loan frame 2300000000", "interest credit 500000000", "plan total 10200000000 UO10 2:1 ap.1",
	})
}

// A letter reads the same however it is misspelt, set, encoded or cut by pages: each of
// these files says what clean.txt says.
func TestRead_theSameLetterInOtherForms(t *testing.T) {
	want := wanted(t, "clean")
	for _, name := range []string{"clean.txt", "misspelt.txt", "layout.txt", "spaces.txt", "pipes.txt", "windows-1252.txt", "mojibake.txt", "letter.html"} {
		t.Run(name, func(t *testing.T) {
			l := readFile(t, filepath.Join("testdata", name))
			sameFacts(t, factsOf(l), want)
			noneUnread(t, l)
			complete(t, l)
		})
	}
}

// Older letters have other words and parts of items; dates are written in many ways, and
// some dates are no deadlines.
func TestRead_otherYearsAndDates(t *testing.T) {
	for _, name := range []string{"older", "dates"} {
		t.Run(name, func(t *testing.T) {
			l := readFile(t, filepath.Join("testdata", name+".txt"))
			sameFacts(t, factsOf(l), wanted(t, name))
			noneUnread(t, l)
			complete(t, l)
		})
	}
}

func TestRead_refusesWhatIsNoLetter(t *testing.T) {
	report, err := os.ReadFile("testdata/no-letter.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a report that names a letter": string(report),
		"words":                        "Ett brev\n\nom något annat\n",
		"a title without a year":       "Regleringsbrev avseende Exempelmyndigheten\n",
	} {
		l, err := directive.Read(document(t, text))
		if !errors.Is(err, directive.ErrNoLetter) || l != nil {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}

// What is printed is what is read, also where the letter contradicts itself, and what is
// not plainly an amount is unknown and listed, never a number. Each case changes clean.txt
// and says what changes in the facts; listed is the text of the lines that could not be
// read.
func TestRead_amountsAndContradictions(t *testing.T) {
	text, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		t.Fatal(err)
	}
	clean, err := directive.Read(document(t, string(text)))
	if err != nil {
		t.Fatal(err)
	}
	facts := strings.Join(factsOf(clean), "\n") + "\n" // those of clean.want.txt, as another test sees to
	const tooth, toothFact = "ap.1\tStöd till tandvård (ram)\t8 471 184\n", "item UO9 1:4 ap.1 Stöd till tandvård (ram) Exempelmyndigheten "
	unknown := func(cell string) change {
		row := "ap.1\tStöd till tandvård (ram)\t" + cell + "\n"
		return change{name: "amount " + cell, old: tooth, new: row, fact: toothFact + "8471184000", now: toothFact + "unknown", listed: []string{strings.TrimSpace(row)}}
	}
	for _, c := range []change{
		unknown("8 471 184*"), unknown("8 471 l84"), unknown("8 47l 184"), unknown("8 471 1O4"), unknown("1O 000"), unknown("12.500"), unknown("8.471.184"),
		unknown("- 30 000"), unknown("8 471 18"), unknown("8 4711 84"), unknown("84 71 184"), unknown("8  471 184"), unknown("ca 8 471 184"), unknown("8 471 184 kr"),
		unknown("8 471\t184"), unknown("10 804\t646"), unknown("8 471 184 (8 400 000)"), unknown("--"), unknown("?"), unknown("3 %"), unknown("Inget"), unknown(""),
		unknown("99 999 999 999 999 999 999"), unknown("8_471_184"), unknown("8,471,184"), unknown("0x10"), unknown("８ 471 184"), unknown("½"),
		{
			name: "an item's amount differs from the sum of its disposer", old: "ap.4\tKunskap om tänder (ram)\t8 500", new: "ap.4\tKunskap om tänder (ram)\t8 700",
			fact: "Socialstyrelsen 8500000\n  max", now: "Socialstyrelsen 8700000\n  max",
		},
		{name: "a sum that does not add up", old: "Summa\t1 200 000", new: "Summa\t1 200 001", fact: "plan total 1200000000", now: "plan total 1200001000"},
		{name: "a sum of fees that cannot be read", old: "Summa\t11 711", new: "Summa\t11 71l", fact: "total 11711000", now: "total unknown", listed: []string{"Summa\t11 71l\t12 179\t237 300\t267 300\t-30 000\t-6 110"}},
		{name: "a credit without an amount", old: "ap.5\t107 300\tInget\t1 250", new: "ap.5\t\tInget\t1 250", fact: "ap.5 107300000", now: "ap.5 unknown"},
		{name: "a credit that is words", old: "ap.5\t107 300\tInget\t1 250", new: "ap.5\tInget\tInget\t1 250", fact: "ap.5 107300000", now: "ap.5 unknown", listed: []string{"ap.5\tInget\tInget\t1 250"}},
		{name: "a negative credit is printed and read", old: "ap.5\t107 300\tInget\t1 250", new: "ap.5\t−107 300\tInget\t1 250", fact: "ap.5 107300000", now: "ap.5 -107300000"},
		{name: "a payment on a day that does not exist", old: "2025-05-25\t400 000", new: "2025-05-32\t400 000", fact: "plan 2025-05-25 400000000", now: "plan no date 400000000", listed: []string{"2025-05-32\t400 000"}},
		{
			name: "an amount in words of a condition", old: "avser 8 273 000 kronor", new: "avser 8 273 OOO kronor",
			fact: "  earmarked 8273000\n", now: "  earmarked unknown\n", listed: []string{"Av anslagsposten avser 8 273 OOO kronor ombudets kansli."},
		},
		{
			name: "a point in a condition", old: "avser 8 273 000 kronor", new: "avser 8.273.000 kronor",
			fact: "  earmarked 8273000\n", now: "  earmarked unknown\n", listed: []string{"Av anslagsposten avser 8.273.000 kronor ombudets kansli."},
		},
		{
			name: "a pension fee that cannot be read", old: "om 179 771 717 kronor", new: "om 179 771 7l7 kronor",
			fact: "  pension fee 2025 179771717, regulation 2022 -3771717\n", now: "",
			listed: []string{"Avser preliminär statlig ålderspensionsavgift för 2025 om 179 771 7l7 kronor och ett regleringsbelopp för 2022 om -3 771 717 kronor."},
		},
		{name: "another agency's name", old: "<i>Disponeras av Socialstyrelsen</i>", new: "<i>Disponeras av Skatteverket</i>", fact: "group Socialstyrelsen 8500000\nitem UO9 1:4 ap.4 Kunskap om tänder (ram) Socialstyrelsen", now: "group Skatteverket 8500000\nitem UO9 1:4 ap.4 Kunskap om tänder (ram) Skatteverket"},
		{name: "an item in the frames that 4.1 has not", old: "ap.4\t0\tInget\t0\nap.5\t107", new: "ap.14\t0\tInget\t0\nap.5\t107", fact: "frame UO10 1:4 ap.4", now: "frame UO10 1:4 ap.14"},
		{name: "items in kronor", old: "anslagsposter (belopp angivna i tkr)", new: "anslagsposter (belopp angivna i kronor)", scale: true},
		{name: "the payment plan is missing", old: section(string(text), "5.2 Utbetalningsplan", "6 Avgifter"), new: "", fact: "plan 2025-01-25 400000000\nplan 2025-05-25 400000000\nplan 2025-09-25 400000000\nplan total 1200000000 UO10 2:1 ap.1\n", now: "", missing: "payment plan"},
		{name: "a row between the tables", old: "6 Avgifter och bidrag\n", new: "6 Avgifter och bidrag\n\nBidrag\t1 000\t2 000\n", listed: []string{"Bidrag\t1 000\t2 000"}},
		{name: "a part nobody has heard of", old: "6 Avgifter och bidrag\n", new: "5.9 Blommor\n\nRosor\t1 000\n\n6 Avgifter och bidrag\n", listed: []string{"Rosor\t1 000"}},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t, string(text), facts) })
	}
}

// change is one change of a letter and of its facts.
type change struct {
	name, old, new string
	fact, now      string
	listed         []string
	missing        string
	scale          bool // the amounts of 4.1 are a thousandth
}

func (c change) check(t *testing.T, text, want string) {
	if strings.Count(text, c.old) != 1 && c.fact != "" {
		t.Fatalf("the letter has %q %d times", c.old, strings.Count(text, c.old))
	}
	if c.fact != "" && strings.Count(want, c.fact) != 1 {
		t.Fatalf("the facts have %q %d times", c.fact, strings.Count(want, c.fact))
	}
	want = strings.Replace(want, c.fact, c.now, 1)
	if c.scale {
		lines := strings.Split(want, "\n")
		for i, line := range lines {
			if strings.HasPrefix(line, "group ") || strings.HasPrefix(line, "item ") {
				lines[i] = strings.TrimSuffix(line, "000")
			}
		}
		want = strings.Join(lines, "\n")
	}
	l, err := directive.Read(document(t, strings.Replace(text, c.old, c.new, 1)))
	if err != nil {
		t.Fatal(err)
	}
	sameFacts(t, factsOf(l), strings.Split(strings.TrimSpace(want), "\n"))
	var listed []string
	for _, u := range l.Unread {
		listed = append(listed, strings.TrimSpace(u.Text))
	}
	if strings.Join(listed, "\n") != strings.Join(c.listed, "\n") {
		t.Errorf("listed as not read: %q, want %q", listed, c.listed)
	}
	if got := strings.Join(l.Missing, ", "); got != c.missing {
		t.Errorf("missing: %q, want %q", got, c.missing)
	}
	complete(t, l)
}

// section is the part of a text from one line up to another.
func section(text, from, to string) string {
	start := strings.Index(text, "\n"+from) + 1
	return text[start : start+strings.Index(text[start:], "\n"+to)+1]
}

func document(t testing.TB, text string) *lettertext.Document {
	t.Helper()
	d, err := lettertext.Read("letter.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func readFile(t testing.TB, path string) *directive.Letter {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d, err := lettertext.Read(path, data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := directive.Read(d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func wanted(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".want.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func noneUnread(t *testing.T, l *directive.Letter) {
	t.Helper()
	for _, u := range l.Unread {
		t.Errorf("line %d was not read: %s: %q", u.Line, u.Reason, u.Text)
	}
}

// sameFacts compares in both directions, and the order when nothing else differs.
func sameFacts(t testing.TB, got, want []string) {
	t.Helper()
	missing, extra := without(want, got), without(got, want)
	for _, f := range missing {
		t.Errorf("not read: %s", f)
	}
	for _, f := range extra {
		t.Errorf("read but not there: %s", f)
	}
	for i := range want {
		if len(missing)+len(extra) == 0 && got[i] != want[i] {
			t.Errorf("fact %d is %q, want %q", i, got[i], want[i])
			return
		}
	}
}

func without(a, b []string) []string {
	count := map[string]int{}
	for _, s := range b {
		count[s]++
	}
	var rest []string
	for _, s := range a {
		if count[s]--; count[s] < 0 {
			rest = append(rest, s)
		}
	}
	return rest
}

// factsOf is what a letter says, one fact a line, without lines and prose.
func factsOf(l *directive.Letter) []string {
	var f facts
	f.head(l)
	for _, g := range l.Goals {
		f.add("goal %s: %d, reporting %d", g.Title, len(g.Text), len(g.Reporting))
	}
	for _, r := range l.Requirements {
		f.add("requirement %s", r.Title)
	}
	for _, a := range l.Assignments {
		title := a.Title
		if a.Group != "" {
			title = a.Group + " / " + a.Title
		}
		f.add("assignment %s", title)
		f.assignment(a)
	}
	for _, a := range l.Earlier {
		f.add("earlier %s %v", a.Title, a.Basis)
		f.assignment(a)
	}
	if len(l.Occasions) > 0 {
		line := "occasions"
		for _, d := range l.Occasions {
			line += " " + dateText(d.Date)
		}
		f.add("%s", line)
	}
	for _, a := range l.Appropriations {
		f.appropriation(a)
	}
	f.conditionsTables(l)
	f.money(l)
	if n := len(l.FeeTargets); n > 0 {
		f.add("fee targets %d", n)
	}
	if n := len(l.CentralAccount); n > 0 {
		f.add("central account %d", n)
	}
	if n := len(l.Signatures); n > 0 {
		f.add("signatures %d", n)
	}
	var copies []string
	for _, c := range l.Copies {
		copies = append(copies, c.Text)
	}
	if len(copies) > 0 {
		f.add("copies %s", strings.Join(copies, ", "))
	}
	return f.lines
}

type facts struct{ lines []string }

func (f *facts) add(format string, args ...any) {
	f.lines = append(f.lines, fmt.Sprintf(format, args...))
}

func (f *facts) head(l *directive.Letter) {
	f.add("letter %d %s", l.Year, l.Agency)
	if l.Department != "" {
		f.add("head %s %s %s %s", l.Department, l.Number, dateText(l.Decided), strings.Join(l.Diary, " "))
	}
	if l.Amends {
		f.add("amends")
	}
	for _, d := range l.Riksdag {
		f.add("riksdag %s %d %s %s", d.Bill, d.Area, d.Bet, d.Rskr)
	}
}

func (f *facts) assignment(a directive.Assignment) {
	if line := strings.Join(a.With, ", "); line != "" || a.Coordinator != "" {
		if a.Coordinator != "" {
			line += "; coordinated by " + a.Coordinator
		}
		f.add("  with %s", line)
	}
	if len(a.To) > 0 && len(a.Deadlines) == 0 {
		f.add("  to %s", strings.Join(a.To, ", "))
	}
	if a.Continuous {
		f.add("  information as the work goes on")
	}
	f.deadlines(a.Deadlines)
}

func (f *facts) deadlines(all []directive.Deadline) {
	for _, d := range all {
		line := fmt.Sprintf("  %s %s", d.Kind, dateText(d.Date))
		if d.Date != calendar.None {
			line += " " + string(d.Precision)
		}
		for _, part := range []struct {
			is   bool
			text string
		}{{d.Inferred, "year concluded"}, {d.Relative != "", d.Relative}, {d.Yearly, "yearly"}} {
			if part.is {
				line += ", " + part.text
			}
		}
		if d.Until > 0 {
			line += fmt.Sprintf(" until %d", d.Until)
		}
		if d.Joint {
			line += ", joint"
		}
		if d.By != "" {
			line += ", by " + d.By
		}
		if len(d.To) > 0 {
			line += ", to " + strings.Join(d.To, ", ")
		}
		f.add("%s", line)
	}
}

func (f *facts) appropriation(a directive.Appropriation) {
	f.add("appropriation UO%d %s %s (%s)", a.Area, a.Number, a.Name, a.Kind)
	if a.Amount.Printed != "" {
		f.add("  whole %s", sumText(a.Amount))
	}
	f.conditions(a.Conditions)
	for _, g := range a.Groups {
		f.add("group %s %s", g.Disposer, sumText(g.Amount))
		for _, i := range g.Items {
			f.add("item %s %s (%s) %s %s", i.ID, i.Name, i.Kind, i.Disposer, sumText(i.Amount))
			for _, p := range i.Parts {
				f.add("  part %s %s (%s) %s", p.ID, p.Name, p.Kind, sumText(p.Amount))
			}
			f.conditions(i.Conditions)
			if p := i.Pension; p != nil {
				line := fmt.Sprintf("  pension fee %d %s, regulation %d %s", p.Year, sumText(p.Preliminary), p.RegulationYear, sumText(p.Regulation))
				if p.Floored {
					line += ", floored"
				}
				f.add("%s", line)
			}
		}
	}
}

func (f *facts) conditions(all []directive.Condition) {
	for _, c := range all {
		switch c.Kind {
		case directive.MayBeUsedFor, directive.OtherConditions, directive.Adjustment:
		case directive.GrossIncome, directive.ReturnedIncome:
			f.add("  %s", c.Kind)
		case directive.ShallPay, directive.MayUse, directive.Allotted:
			f.add("  %s %s %s", c.Kind, sumText(c.Amount), c.Agency)
		default:
			f.add("  %s %s", c.Kind, sumText(c.Amount))
		}
		f.deadlines(c.Deadlines)
	}
}

func (f *facts) conditionsTables(l *directive.Letter) {
	for _, r := range l.Frames {
		carry := "unknown"
		switch {
		case r.None:
			carry = "Inget"
		case r.All:
			carry = "all"
		case r.Percent != 0:
			carry = fmt.Sprint(r.Percent)
		case r.Kept.Known:
			carry = sumText(r.Kept)
		}
		f.add("frame %s %s, carry-over %s, withdrawn %s", r.Item, sumText(r.Credit), carry, sumText(r.Withdrawn))
	}
	for _, c := range l.Closed {
		f.add("closed %s %s", c.Item, c.Kind)
	}
	for _, a := range l.Authorisations {
		line := fmt.Sprintf("authorisation %s %s:", a.Item, sumText(a.Frame))
		for _, y := range a.Years {
			line += fmt.Sprintf(" %d", y.Year)
			if y.Onwards {
				line += " onwards"
			}
			line += " " + sumText(y.Sum) + ","
		}
		f.add("%s end %d", line, a.End)
	}
}

func (f *facts) money(l *directive.Letter) {
	for _, n := range l.Loans {
		line := fmt.Sprintf("%s %s", n.Kind, sumText(n.Sum))
		if n.Kind == directive.AccountCredit {
			line += " " + n.Purpose
		}
		f.add("%s", line)
	}
	for _, p := range l.Plan.Payments {
		f.add("plan %s %s", dateText(p.Date), sumText(p.Sum))
	}
	if len(l.Plan.Payments) > 0 {
		f.add("plan total %s %s", sumText(l.Plan.Total), strings.Trim(fmt.Sprint(l.Plan.Items), "[]"))
	}
	for _, r := range l.Fees.Rows {
		f.add("fee %d %s / %s %s", l.Fees.Year, r.Group, r.Activity, feeText(r))
	}
	if l.Fees.Total != nil {
		f.add("fee %d total %s", l.Fees.Year, feeText(*l.Fees.Total))
	}
}

func feeText(r directive.FeeRow) string {
	var parts []string
	for _, s := range []directive.Sum{r.Before, r.Last, r.Income, r.Cost, r.Result, r.After} {
		parts = append(parts, sumText(s))
	}
	return strings.Join(parts, " ")
}

// sumText is a sum in kronor; those of letters are whole.
func sumText(s directive.Sum) string {
	if !s.Known {
		return "unknown"
	}
	if s.Amount%100 != 0 {
		return fmt.Sprintf("%d öre", s.Amount)
	}
	return fmt.Sprint(int64(s.Amount / 100))
}

func dateText(d calendar.Date) string {
	if d == calendar.None {
		return "no date"
	}
	return d.String()
}
