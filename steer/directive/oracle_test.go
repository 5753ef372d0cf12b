package directive_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// The published letter, when it lies beside the repository.
const published = "../../../shared/seeds/regleringsbrev-2025.txt"

// scan is a second reader of letters, written otherwise: it goes through the lines once,
// knows nothing of cells but in the tables of fees and of earlier assignments, takes every
// amount from the end of its line by pattern, and assumes a letter that is laid out well.
type scan struct {
	year              int
	area              int
	appropriation     string
	disposer          string
	section           string
	items, credits    map[directive.ItemID]money.Amount
	disposers         map[directive.ItemID]string
	groups            map[string]money.Amount
	carry             map[directive.ItemID]string
	withdrawn         map[directive.ItemID]money.Amount
	plan              []string
	fees              []string
	loans             []money.Amount
	limits, pension   []money.Amount
	occasions         []calendar.Date
	asked, before, by []calendar.Date // the dates of assignments, of earlier ones, of conditions
	uses, copies      int
	waits             bool // a disposer's sum is to come on a line of its own
}

const amountAtEnd = `(-?\d{1,3}(?: \d{3})*)$`

var (
	scanSection = regexp.MustCompile(`^(\d(?:\.\d)*) \p{Lu}`)
	scanArea    = regexp.MustCompile(`^Utgiftsområde (\d+) `)
	scanHead    = regexp.MustCompile(`^(\d+:\d+) `)
	scanItem    = regexp.MustCompile(`^ap\.(\d+) .*\(ram\) ` + amountAtEnd)
	scanGroup   = regexp.MustCompile(`^Disponeras av (\p{L}+)(?: ` + amountAtEnd[:len(amountAtEnd)-1] + `)?$`)
	scanAlone   = regexp.MustCompile(`^` + amountAtEnd)
	scanFrame   = regexp.MustCompile(`^ap\.(\d+) (\d{1,3}(?: \d{3})*) (Inget|3 %) ` + amountAtEnd)
	scanPay     = regexp.MustCompile(`^(\d{4}-\d\d-\d\d|Summa) ` + amountAtEnd)
	scanLoan    = regexp.MustCompile(`^.*\p{L} ` + amountAtEnd)
	scanKronor  = regexp.MustCompile(`(-?\d{1,3}(?: \d{3})*) (?:kronor|kr)\b`)
	scanBy      = regexp.MustCompile(`(?:senast den|tillämpas från och med den) (\d{1,2}) (\p{L}+)(?: (\d{4}))?`)
	scanDay     = regexp.MustCompile(`^- (\d{1,2}) (\p{L}+)$`)
	scanFrom    = regexp.MustCompile(`ordinarie prognostillfällen, med start i (\p{L}+)`)
	scanMonth   = regexp.MustCompile(`Redovisningen i (\p{L}+) (\d{4})`)
	scanDuring  = regexp.MustCompile(`ska under (\d{4}) ansluta`)
	scanUntil   = regexp.MustCompile(`t ?\.?o ?\.?m\.? \d{4}`)
	scanTag     = regexp.MustCompile(`</?i>`)
)

var months = []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}

func scanLetter(text string, year int) *scan {
	s := &scan{
		year: year, section: "head", items: map[directive.ItemID]money.Amount{}, credits: map[directive.ItemID]money.Amount{}, disposers: map[directive.ItemID]string{},
		groups: map[string]money.Amount{}, carry: map[directive.ItemID]string{}, withdrawn: map[directive.ItemID]money.Amount{},
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(scanTag.ReplaceAllString(line, ""))
		if line == "" || strings.Trim(line, "-\t") == "" {
			continue
		}
		words := strings.Join(strings.Fields(line), " ")
		if s.heading(line, words) {
			continue
		}
		switch s.section {
		case "3":
			s.assignment(line)
		case "4.1":
			s.item(words)
		case "4.3.1":
			s.frame(words)
		case "5.1":
			if m := scanLoan.FindStringSubmatch(words); m != nil {
				s.loans = append(s.loans, tkr(m[1]))
			}
		case "5.2":
			if m := scanPay.FindStringSubmatch(words); m != nil {
				s.plan = append(s.plan, fmt.Sprintf("%s %d", m[1], tkr(m[2])))
			}
		case "6.1":
			if c := strings.Split(line, "\t"); len(c) == 7 && c[0] != "Verksamhet" {
				s.fees = append(s.fees, feeLine(c[1:]))
			}
		case "other":
			if strings.HasPrefix(line, "- ") {
				s.uses++
			}
		case "copies":
			s.copies++
		}
	}
	return s
}

func (s *scan) heading(line, words string) bool {
	switch line {
	case "FINANSIERING", "VERKSAMHET", "På regeringens vägnar":
		s.section = line
		return true
	case "ÖVRIGA BESTÄMMELSER":
		s.section = "other"
		return true
	case "Kopia till":
		s.section = "copies"
		return true
	case "Villkor":
		if s.section == "5.1" {
			s.section = "words"
		}
		return true
	}
	if m := scanSection.FindStringSubmatch(line); m != nil {
		s.section = m[1]
		return true
	}
	if m := scanArea.FindStringSubmatch(line); m != nil {
		s.area, _ = strconv.Atoi(m[1])
		return true
	}
	if m := scanHead.FindStringSubmatch(words); m != nil && s.section != "5.2" {
		s.appropriation = fmt.Sprintf("UO%d %s", s.area, m[1])
		return true
	}
	return false
}

func (s *scan) id(post string) directive.ItemID {
	return directive.ItemID(s.appropriation + " ap." + post)
}

func (s *scan) item(words string) {
	if s.waits && scanAlone.MatchString(words) {
		s.groups[s.appropriation+" "+s.disposer], s.waits = tkr(words), false
		return
	}
	if m := scanGroup.FindStringSubmatch(words); m != nil {
		s.disposer, s.waits = m[1], m[2] == ""
		if !s.waits {
			s.groups[s.appropriation+" "+s.disposer] = tkr(m[2])
		}
		return
	}
	if m := scanItem.FindStringSubmatch(words); m != nil {
		s.items[s.id(m[1])], s.disposers[s.id(m[1])] = tkr(m[2]), s.disposer
		return
	}
	found := &s.limits
	if strings.Contains(words, "regleringsbelopp") {
		found = &s.pension
	}
	for _, m := range scanKronor.FindAllStringSubmatch(words, -1) {
		if m[1] != "0" {
			*found = append(*found, tkr(m[1])/1000)
		}
	}
	for _, m := range scanBy.FindAllStringSubmatch(words, -1) {
		s.by = append(s.by, s.day(m[1], m[2], m[3]))
	}
}

func (s *scan) frame(words string) {
	if m := scanFrame.FindStringSubmatch(words); m != nil {
		s.credits[s.id(m[1])], s.carry[s.id(m[1])], s.withdrawn[s.id(m[1])] = tkr(m[2]), m[3], tkr(m[4])
	}
}

// assignment finds the dates of a line: in a row of three cells those of the last one.
func (s *scan) assignment(line string) {
	if c := strings.Split(line, "\t"); len(c) > 1 {
		if len(c) == 3 {
			s.earlier(c[2])
		}
		return
	}
	if m := scanDay.FindStringSubmatch(line); m != nil {
		d := s.day(m[1], m[2], "")
		s.occasions, s.asked = append(s.occasions, d), append(s.asked, d)
	}
	for _, m := range scanBy.FindAllStringSubmatch(line, -1) {
		s.asked = append(s.asked, s.day(m[1], m[2], m[3]))
	}
	if m := scanMonth.FindStringSubmatch(line); m != nil {
		s.asked = append(s.asked, s.day("1", m[1], m[2]).EndOfMonth())
	}
	if m := scanDuring.FindStringSubmatch(line); m != nil {
		s.asked = append(s.asked, s.day("31", "december", m[1]))
	}
	if m := scanFrom.FindStringSubmatch(line); m != nil {
		// The occasions stand further down; zero dates are put in their place later.
		s.asked = append(s.asked, -s.day("1", m[1], ""))
	}
}

func (s *scan) earlier(cell string) {
	day, month, printed := "", "", false
	emit := func(year string) {
		if month != "" {
			s.before = append(s.before, s.day(day, month, year))
		}
		printed = true
	}
	last := ""
	for _, word := range strings.FieldsFunc(scanUntil.ReplaceAllString(cell, ""), func(r rune) bool { return r == ' ' || r == ',' || r == '.' }) {
		n, err := strconv.Atoi(word)
		switch {
		case slices.Contains(months, word):
			day, month, printed = last, word, false
		case err == nil && n > 1000:
			emit(word)
		}
		last = word
	}
	if month != "" && !printed {
		emit("")
	}
}

// asks is the dates of assignments, with the forecast occasions where they are meant.
func (s *scan) asks() []calendar.Date {
	var all []calendar.Date
	for _, d := range s.asked {
		if d > 0 {
			all = append(all, d)
			continue
		}
		for _, o := range s.occasions {
			if o >= -d {
				all = append(all, o)
			}
		}
	}
	return all
}

func (s *scan) day(day, month, year string) calendar.Date {
	d, _ := strconv.Atoi(day)
	y := s.year
	if year != "" {
		y, _ = strconv.Atoi(year)
	}
	return calendar.New(y, time.Month(slices.Index(months, month)+1), d)
}

// tkr is an amount in thousands of kronor, in öre.
func tkr(s string) money.Amount {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, " ", ""), 10, 64)
	if err != nil {
		panic(err)
	}
	return money.Amount(n * 100_000)
}

func feeLine(cells []string) string {
	line := ""
	for _, c := range cells {
		if c == "" {
			return "group"
		}
		line += fmt.Sprintf(" %d", tkr(c))
	}
	return line
}

// What the two readers find in the demonstration's letters and in the published one is the
// same, and comes to the totals that are known.
func TestRead_agreesWithASecondReader(t *testing.T) {
	for _, c := range []struct {
		path        string
		all, fk     int64 // tkr
		assignments int
		dates       int
	}{
		{"../../demo/letter-2025-2.txt", 255_140_860, 255_128_660, 25, 66},
		{"../../demo/letter-2025-1.txt", 255_140_860 - 54_000, 255_128_660 - 54_000, 22, 64},
		{published, 255_140_860, 255_128_660, 25, 66},
	} {
		t.Run(c.path, func(t *testing.T) {
			text, err := os.ReadFile(c.path)
			if os.IsNotExist(err) && c.path == published {
				t.Log("the published letter is not here")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			l, s := readFile(t, c.path), scanLetter(string(text), 2025)
			noneUnread(t, l)
			complete(t, l)
			sameItems(t, l, s)
			sameTables(t, l, s)
			sameDates(t, l, s, c.dates)
			total, own := money.Amount(0), money.Amount(0)
			for id, a := range s.items {
				total += a
				if s.disposers[id] == l.Agency {
					own += a
				}
			}
			if total != money.Kronor(c.all*1000) || own != money.Kronor(c.fk*1000) {
				t.Errorf("all disposers %s, %s %s", total, l.Agency, own)
			}
			if len(l.Assignments) != c.assignments || len(l.Earlier) != 25 {
				t.Errorf("%d assignments and %d earlier ones, want %d and 25", len(l.Assignments), len(l.Earlier), c.assignments)
			}
			if len(l.Copies) != 36 || s.copies != 36 || len(l.CentralAccount) != 8 || s.uses != 8 {
				t.Errorf("%d and %d copies, %d and %d uses of the central account", len(l.Copies), s.copies, len(l.CentralAccount), s.uses)
			}
		})
	}
}

func sameItems(t *testing.T, l *directive.Letter, s *scan) {
	t.Helper()
	items, groups := map[directive.ItemID]string{}, map[string]string{}
	var limits, pension []money.Amount
	for _, a := range l.Appropriations {
		for _, g := range a.Groups {
			groups[fmt.Sprintf("UO%d %s %s", a.Area, a.Number, g.Disposer)] = sumText(g.Amount)
			for _, i := range g.Items {
				if _, twice := items[i.ID]; twice {
					t.Errorf("%s stands twice", i.ID)
				}
				items[i.ID] = i.Disposer + " " + sumText(i.Amount)
				limits = append(limits, limitsOf(i.Conditions)...)
				if p := i.Pension; p != nil {
					pension = append(pension, known(p.Preliminary, p.Regulation)...)
				}
			}
		}
		limits = append(limits, limitsOf(a.Conditions)...)
	}
	want, wantGroups := map[directive.ItemID]string{}, map[string]string{}
	for id, a := range s.items {
		want[id] = fmt.Sprintf("%s %d", s.disposers[id], a/100)
	}
	for name, a := range s.groups {
		wantGroups[name] = fmt.Sprint(int64(a / 100))
	}
	sameMap(t, "item", items, want)
	sameMap(t, "group", groups, wantGroups)
	if len(want) != 48 || len(wantGroups) != 20 || len(s.limits) != 11 || len(s.pension) != 21 {
		t.Errorf("the second reader found %d items, %d groups, %d limits, %d amounts of pension fees", len(want), len(wantGroups), len(s.limits), len(s.pension))
	}
	// The conditions stand in the order of the items' numbers in the text, not in that of
	// the table.
	slices.Sort(limits)
	slices.Sort(s.limits)
	slices.Sort(pension)
	slices.Sort(s.pension)
	if !slices.Equal(limits, s.limits) {
		t.Errorf("limits %v, the second reader %v", limits, s.limits)
	}
	if !slices.Equal(pension, s.pension) {
		t.Errorf("pension fees %v, the second reader %v", pension, s.pension)
	}
}

func limitsOf(all []directive.Condition) (limits []money.Amount) {
	for _, c := range all {
		switch c.Kind {
		case directive.Max, directive.Earmarked, directive.ShallPay, directive.MayUse, directive.Allotted:
			limits = append(limits, known(c.Amount)...)
		}
	}
	return limits
}

func known(sums ...directive.Sum) (all []money.Amount) {
	for _, s := range sums {
		if s.Known {
			all = append(all, s.Amount)
		}
	}
	return all
}

func sameTables(t *testing.T, l *directive.Letter, s *scan) {
	t.Helper()
	frames, want := map[directive.ItemID]string{}, map[directive.ItemID]string{}
	total := money.Amount(0)
	for _, f := range l.Frames {
		frames[f.Item] = sumText(f.Credit) + " " + f.CarryOver + " " + sumText(f.Withdrawn)
		total += f.Credit.Amount
		if f.None != (f.CarryOver == "Inget") || f.CarryOver == "3 %" && f.Percent != 300 || f.All || f.Kept.Known {
			t.Errorf("%s: carry-over %q is read as none %t, %d hundredths of a per cent", f.Item, f.CarryOver, f.None, f.Percent)
		}
	}
	for id, a := range s.credits {
		want[id] = fmt.Sprintf("%d %s %d", a/100, s.carry[id], s.withdrawn[id]/100)
	}
	sameMap(t, "frame", frames, want)
	if len(l.Frames) != 48 || total != money.Kronor(11_683_707_000) {
		t.Errorf("%d frames with credits of %s", len(l.Frames), total)
	}
	var plan, fees []string
	for _, p := range l.Plan.Payments {
		plan = append(plan, fmt.Sprintf("%s %d", p.Date, p.Sum.Amount))
	}
	plan = append(plan, fmt.Sprintf("Summa %d", l.Plan.Total.Amount))
	if !slices.Equal(plan, s.plan) || len(plan) != 13 {
		t.Errorf("plan %v, the second reader %v", plan, s.plan)
	}
	rows := slices.Clone(l.Fees.Rows)
	if l.Fees.Total != nil {
		rows = append(rows, *l.Fees.Total)
	}
	for _, r := range rows {
		line := ""
		for _, sum := range []directive.Sum{r.Before, r.Last, r.Income, r.Cost, r.Result, r.After} {
			line += fmt.Sprintf(" %d", sum.Amount)
		}
		fees = append(fees, line)
	}
	found := slices.DeleteFunc(slices.Clone(s.fees), func(line string) bool { return line == "group" })
	if !slices.Equal(fees, found) || len(fees) != 8 {
		t.Errorf("fees %v, the second reader %v", fees, found)
	}
	var loans []money.Amount
	for _, n := range l.Loans {
		loans = append(loans, known(n.Sum)...)
	}
	if !slices.Equal(loans, s.loans) || len(loans) != 3 {
		t.Errorf("loans %v, the second reader %v", loans, s.loans)
	}
}

func sameDates(t *testing.T, l *directive.Letter, s *scan, total int) {
	t.Helper()
	of := func(all []directive.Assignment) (dates []calendar.Date) {
		for _, a := range all {
			dates = append(dates, dated(a.Deadlines)...)
		}
		return dates
	}
	var by []calendar.Date
	for _, a := range l.Appropriations {
		for _, g := range a.Groups {
			for _, i := range g.Items {
				for _, c := range i.Conditions {
					by = append(by, dated(c.Deadlines)...)
				}
			}
		}
	}
	for _, c := range []struct {
		what string
		a, b []calendar.Date
	}{{"assignments", of(l.Assignments), s.asks()}, {"earlier assignments", of(l.Earlier), s.before}, {"conditions", by, s.by}, {"forecast occasions", dated(l.Occasions), s.occasions}} {
		slices.Sort(c.a)
		slices.Sort(c.b)
		if !slices.Equal(c.a, c.b) {
			t.Errorf("dates of %s: %v, the second reader %v", c.what, c.a, c.b)
		}
	}
	if n := len(s.asks()) + len(s.before) + len(s.by); n != total {
		t.Errorf("%d dates (%d + %d + %d), want %d", n, len(s.asks()), len(s.before), len(s.by), total)
	}
}

func dated(all []directive.Deadline) (dates []calendar.Date) {
	for _, d := range all {
		if d.Date != calendar.None {
			dates = append(dates, d.Date)
		}
	}
	return dates
}

func sameMap[K comparable](t *testing.T, what string, got, want map[K]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s %v is %q, the second reader has %q", what, k, got[k], v)
		}
	}
	for k, v := range got {
		if _, ok := want[k]; !ok {
			t.Errorf("%s %v is %q, the second reader has none", what, k, v)
		}
	}
}

// Known sums by expenditure area: appropriations, items, all disposers, the agency's own.
func TestRead_areasOfTheLetterFor2025(t *testing.T) {
	l := readFile(t, "../../demo/letter-2025-2.txt")
	type sums struct {
		appropriations, items int
		all, own              money.Amount
	}
	got := map[int]sums{}
	for _, a := range l.Appropriations {
		s := got[a.Area]
		s.appropriations++
		for _, g := range a.Groups {
			for _, i := range g.Items {
				s.items++
				s.all += i.Amount.Amount
				if g.Disposer == l.Agency {
					s.own += i.Amount.Amount
				}
			}
		}
		got[a.Area] = s
	}
	want := map[int]sums{
		9:  {4, 5, money.Kronor(36_445_387_000), money.Kronor(36_436_887_000)},
		10: {8, 26, money.Kronor(123_035_224_000), money.Kronor(123_031_524_000)},
		12: {6, 17, money.Kronor(95_660_249_000), money.Kronor(95_660_249_000)},
	}
	for area, w := range want {
		if got[area] != w {
			t.Errorf("UO%d: %v, want %v", area, got[area], w)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d areas", len(got))
	}
}

// The two editions of the demonstration differ in what the spring amendment changed.
func TestRead_theEditionsOfTheDemonstration(t *testing.T) {
	first, second := readFile(t, "../../demo/letter-2025-1.txt"), readFile(t, "../../demo/letter-2025-2.txt")
	gone, come := without(factsOf(first), factsOf(second)), without(factsOf(second), factsOf(first))
	wantGone := []string{
		"head Socialdepartementet II:1 2024-12-19 S2024/09901 S2024/09902",
		"group Försäkringskassan 10750646000", "item UO10 2:1 ap.1 Förvaltningsmedel (ram) Försäkringskassan 10750646000",
		"plan 2025-07-25 895887000", "plan 2025-08-25 895887000", "plan 2025-09-25 895887000", "plan 2025-10-25 895887000", "plan 2025-11-25 895887000", "plan 2025-12-25 895889000",
		"plan total 10750646000 UO10 2:1 ap.1",
	}
	wantCome := []string{
		"head Socialdepartementet II:7 2025-06-26 S2025/09901 S2025/09902", "amends", "riksdag 2024/25:99 10 2024/25:FiU21 2024/25:257",
		"assignment Förbereda för högkostnadsskydd (el-stöd)",
		"assignment Förbereda för höjda bostadskostnadsgränser inom bostadsbidraget", "  ready 2026-01-01 day",
		"assignment Förbereda för begränsning av ansökningstiden för tillfällig föräldrapenning", "  ready 2026-04-01 day",
		"group Försäkringskassan 10804646000", "item UO10 2:1 ap.1 Förvaltningsmedel (ram) Försäkringskassan 10804646000",
		"plan 2025-07-25 904887000", "plan 2025-08-25 904887000", "plan 2025-09-25 904887000", "plan 2025-10-25 904887000", "plan 2025-11-25 904887000", "plan 2025-12-25 904889000",
		"plan total 10804646000 UO10 2:1 ap.1",
	}
	sameFacts(t, gone, wantGone)
	sameFacts(t, come, wantCome)
}

// The demonstration's letter carries the facts of the published one; names are left out,
// because some are misspelt there and some shortened here, and so is the head, which the
// published text has not.
func TestRead_theDemonstrationHasTheFactsOfThePublishedLetter(t *testing.T) {
	if _, err := os.Stat(published); err != nil {
		t.Log("the published letter is not here")
		return
	}
	nameless := func(path string) []string {
		l := readFile(t, path)
		l.Department, l.Amends = "", false
		for i := range l.Assignments {
			l.Assignments[i].Title = fmt.Sprint(i + 1)
		}
		for i := range l.Earlier {
			l.Earlier[i].Title = fmt.Sprint(i + 1)
		}
		for i := range l.Appropriations {
			a := &l.Appropriations[i]
			a.Name = ""
			for _, g := range a.Groups {
				for n := range g.Items {
					g.Items[n].Name = ""
					for c := range g.Items[n].Conditions {
						to := &g.Items[n].Conditions[c].Agency
						*to = strings.ReplaceAll(*to, "Instituttt", "Institutt")
					}
				}
			}
		}
		for i := range l.Fees.Rows {
			l.Fees.Rows[i].Activity = ""
		}
		return factsOf(l)
	}
	sameFacts(t, nameless("../../demo/letter-2025-2.txt"), nameless(published))
}
