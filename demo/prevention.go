package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"balans/exchange/linecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

//go:embed children.txt
var childFile string

//go:embed controlplan.txt
var controlPlan string

// ControlPlan is the control plan of the demonstration. Its risks rest on what has been
// published; likelihoods, costs and sizes are made up.
func ControlPlan() string { return controlPlan }

// File is a file that the demonstration takes in as an agency would.
type File struct {
	Name     string
	Data     []byte
	Received calendar.Date // the day it came
	Run      string        // a file of payouts: the payment run
	PayOn    calendar.Date
}

// The payment runs of the demonstration and the days around them. In the first nobody had
// looked at absence; the second is controlled before it is paid.
const (
	EarlierRun = "2025-02-20-vab"
	LaterRun   = "2025-04-22-vab"
	MonthRun   = "2025-04-25-manad"
)

var (
	earlierPay = calendar.New(2025, 2, 20)
	laterPay   = calendar.New(2025, 4, 22)
	monthPay   = calendar.New(2025, 4, 25)
	// ControlDay is when the later runs are controlled: employers have declared through
	// March.
	ControlDay = calendar.New(2025, 4, 16)
	// JudgeDay is when findings are judged, and ReviewDay when what was paid in February is
	// looked at again.
	JudgeDay  = calendar.New(2025, 4, 18)
	ReviewDay = calendar.New(2025, 4, 28)
)

// PaidIn is the days on which the payouts were paid that are looked at afterwards.
func PaidIn() calendar.Period {
	return calendar.Period{From: calendar.New(2025, 2, 1), To: calendar.New(2025, 2, 28)}
}

// preventSizes is how many lines the three runs have.
func (s Scale) preventSizes() (earlier, later, month int) {
	if s == Small {
		return 240, 400, 200
	}
	return 4_000, 8_000, 4_000
}

// fateOfDay is what became of the absence of a claimed day.
type fateOfDay uint8

const (
	reported    fateOfDay = iota // as it was claimed
	lower                        // less than was claimed
	notReported                  // worked, or the employer forgot
	otherType
	stillToCome // may be declared for April
)

// vab is one line of temporary parental benefit and what lies behind it.
type vab struct {
	number    int
	id        string
	party     identity.Number
	child     identity.Number
	basis     linecsv.Basis
	employers []identity.Number
	wage      money.Amount // a month, whole kronor
	sgi       money.Amount
	from, to  calendar.Date
	extent    int32
	fate      fateOfDay
	applied   calendar.Date
	gross     money.Amount
}

// prevention makes the files.
type prevention struct {
	seed     uint64
	people   *people
	children []identity.Number
	first    int // of the people who are parents
	parents  int
	stride   int
}

// Prevention is the files of the demonstration: what employers declared, what other
// agencies told, and three payment runs. The same seed gives the same files.
func Prevention(seed uint64, scale Scale) ([]File, error) {
	p := &prevention{seed: seed}
	var err error
	if p.people, err = readPeople(); err != nil {
		return nil, err
	}
	if p.children, err = readChildren(); err != nil {
		return nil, err
	}
	p.begin()
	nEarlier, nLater, nMonth := scale.preventSizes()
	earlier := p.vabs(0, nEarlier, "F", calendar.New(2025, 1, 7), calendar.New(2025, 2, 5), calendar.New(2025, 2, 12))
	later := p.vabs(nEarlier*3/4, nLater, "A", calendar.New(2025, 2, 10), calendar.New(2025, 4, 4), calendar.New(2025, 4, 10))
	running := p.running(nMonth)
	files, err := p.declarations(append(slices.Clone(earlier), later...))
	if err != nil {
		return nil, err
	}
	facts, err := p.facts(append(slices.Clone(earlier), later...), running)
	if err != nil {
		return nil, err
	}
	names, err := p.names()
	if err != nil {
		return nil, err
	}
	files = append(files, names, facts)
	for _, r := range []struct {
		run   string
		payOn calendar.Date
		lines []linecsv.Record
	}{{EarlierRun, earlierPay, vabLines(earlier, earlierPay)}, {LaterRun, laterPay, vabLines(later, laterPay)}, {MonthRun, monthPay, runningLines(running)}} {
		var b bytes.Buffer
		w := linecsv.NewWriter(&b)
		for i := range r.lines {
			if err := w.Write(&r.lines[i]); err != nil {
				return nil, fmt.Errorf("demo: run %s: %w", r.run, err)
			}
		}
		if err := w.Flush(); err != nil {
			return nil, err
		}
		files = append(files, File{Name: r.run + ".csv", Data: b.Bytes(), Received: r.payOn.AddDays(-8), Run: r.run, PayOn: r.payOn})
	}
	return files, nil
}

// begin finds who is of an age to be a parent, and a step through all of them.
func (p *prevention) begin() {
	p.first = p.people.bornBy[1975]
	p.parents = p.people.bornBy[2003] - p.first
	for p.stride = 7_919; gcd(p.stride, p.parents) != 1; p.stride++ {
	}
}

func readChildren() (all []identity.Number, err error) {
	line := 0
	for text := range strings.Lines(childFile) {
		line++
		if text = strings.TrimSpace(text); text == "" || text[0] == '#' {
			continue
		}
		n, err := identity.Parse(text)
		if err != nil {
			return nil, fmt.Errorf("demo: children.txt:%d: %w", line, err)
		}
		all = append(all, n)
	}
	return all, nil
}

// parent is the i:th parent: another one for each i until all have had their turn.
func (p *prevention) parent(i int) identity.Number {
	return p.people.numbers[p.first+i*p.stride%p.parents]
}

// employerOf is one of the employers. Their numbers begin with 4, which no kind of
// organisation has, so that none is a real one's.
func employerOf(i int) identity.Number {
	n, err := identity.NewOrganisation(402_000_000 + int64(i)*37)
	if err != nil {
		panic("demo: " + err.Error())
	}
	return n
}

const employers = 180

// vabs makes lines whose days lie within a time and that were applied for by a day.
func (p *prevention) vabs(firstParent, n int, prefix string, from, to, appliedBy calendar.Date) []vab {
	all := make([]vab, 0, n)
	for i := range n {
		c := chanceOf(p.seed, forPrevention+uint64(firstParent+i)<<8+uint64(prefix[0]))
		v := vab{number: i, id: fmt.Sprintf("%s%05d", prefix, i+1), party: p.parent(firstParent + i), basis: linecsv.Employee, extent: 10_000}
		v.child = p.children[c.below(len(p.children))]
		switch k := c.below(100); {
		case k < 5:
			v.basis = linecsv.SelfEmployed
		case k < 7:
			v.basis = linecsv.Unemployed
		}
		v.extent = []int32{10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 5_000, 5_000, 7_500}[c.below(10)]
		v.work(&c)
		v.from = from + calendar.Date(c.below(int(to-from)-3))
		for !calendar.IsBankDay(v.from) {
			v.from++
		}
		for v.to = v.from; c.often(450) && v.to < to && calendar.IsBankDay(v.to+1) && v.to-v.from < 4; v.to++ {
		}
		v.fate = []fateOfDay{lower, lower, notReported, notReported, notReported, otherType}[c.below(6)]
		if c.often(860) {
			v.fate = reported
		}
		if v.to > calendar.New(2025, 3, 1) && v.fate != reported {
			v.fate = stillToCome
		}
		v.applied = min(v.to.AddDays(2+c.below(20)), appliedBy)
		if c.often(12) {
			v.applied = appliedBy // and the first days may be too long ago
		}
		v.pay()
		all = append(all, v)
	}
	return all
}

// work decides who employs and what that gives.
func (v *vab) work(c *chance) {
	v.wage = money.Kronor(int64(24_000 + 250*c.below(110)))
	v.sgi = (v.wage * 12).RoundTo(100*money.Krona, money.Down)
	switch k := c.below(100); {
	case k < 3:
		v.sgi = (v.sgi * 13 / 10).RoundTo(100*money.Krona, money.Down) // stated too high
	case k < 5:
		v.sgi = (v.sgi * 7 / 10).RoundTo(100*money.Krona, money.Down)
	}
	if v.basis != linecsv.Employee {
		return
	}
	v.employers = []identity.Number{employerOf(c.below(employers))}
	if c.often(120) {
		if other := employerOf(c.below(employers)); other != v.employers[0] {
			v.employers = append(v.employers, other)
		}
	}
}

// pay sets the gross: an hourly rate of whole kronor times eight hours a day
// (SFB 28:13-16), or a 260th or 365th part of the year.
func (v *vab) pay() {
	base := min(v.sgi, 441_000*money.Krona) * 776 / 1000
	day := (base/2080).RoundTo(money.Krona, money.HalfUp) * 8
	if v.basis != linecsv.Employee {
		day = (base / 260).RoundTo(money.Krona, money.HalfUp)
	}
	day = (day * money.Amount(v.extent) / 10_000).RoundTo(money.Krona, money.HalfUp)
	v.gross = day * money.Amount(v.to-v.from+1)
}

func vabLines(all []vab, payOn calendar.Date) []linecsv.Record {
	lines := make([]linecsv.Record, len(all))
	for i := range all {
		v := &all[i]
		lines[i] = linecsv.Record{Payout: []byte(v.id), Party: v.party, Payee: v.party, Benefit: []byte("tillfallig-foraldrapenning"), From: v.from, To: v.to, Days: int32(v.to-v.from) + 1,
			Extent: v.extent, Basis: v.basis, Child: v.child, AppliedOn: v.applied, PayOn: payOn, Account: payAccount(v.party), Gross: v.gross,
			Tax: (v.gross * 3 / 10).RoundTo(money.Krona, money.Down)}
	}
	return lines
}

// payAccount is a made-up account: its clearing number is not in use.
func payAccount(party identity.Number) []byte {
	return fmt.Appendf(nil, "0000%010d", int64(party)*7919%10_000_000_000)
}

// month is the first day of a month of 2024 or 2025.
func month(year int, m time.Month) calendar.Date { return calendar.New(year, m, 1) }
