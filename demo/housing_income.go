package demo

import (
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"
)

// livelihood is what an adult lives on.
type livelihood uint8

const (
	wages        livelihood = iota
	pensions                // sickness compensation and the like: the same each month, and known
	benefits                // unemployed, sick or on parental leave: changes
	studies                 // study grant, and work beside
	ownBusiness             // a surplus that nobody knows before the year is over
	establishing            // establishment benefit
)

// earner is an adult's year: what came in, and what was believed before.
type earner struct {
	lives         livelihood
	income        [13]int64         // kronor of each month, before tax
	study         int64             // study grant of the year, kronor; four fifths of it count
	stated        [13]money.Amount  // the year's income as it is told, by the month it is used in
	told          [13]calendar.Date // when that was decided
	known         bool              // the months become known while the year goes on
	travel        int64             // what is deducted for travel to work, kronor
	capital, sold int64             // surplus of capital, and of it what came of something sold
	wealth        int64
	extra         int64 // that is told beside the months, kronor
}

// draw draws a year. first is the first month with a right.
func (e *earner) draw(c *chance, form housing.Form, spouse bool, first int) {
	*e = earner{lives: wages, known: c.often(920)}
	level := e.level(c, form, spouse)
	changed := e.months(c, level)
	e.others(c)
	e.tell(c, level, first, changed)
}

// level draws what the adult lives on and what that gives a month at the year's beginning.
func (e *earner) level(c *chance, form housing.Form, spouse bool) int64 {
	if form == housing.Young {
		switch k := c.below(100); {
		case k < 52:
			e.lives = studies
			e.study = int64(c.between(30, 40)) * 1_064
			return int64(c.between(0, 2_600))
		case k < 70:
			e.lives = benefits
			return int64(c.between(2_200, 6_600))
		}
		return int64(c.between(2_000, 7_200))
	}
	switch k := c.below(100); {
	case k < 64:
	case k < 78:
		e.lives = pensions
		return int64(c.between(12_000, 18_500))
	case k < 88:
		e.lives = benefits
	case k < 94:
		e.lives = studies
		e.study = int64(c.between(30, 44)) * 1_064
		return int64(c.between(0, 9_000))
	case k < 97:
		e.lives = ownBusiness
		return int64(c.between(4_000, 24_000))
	default:
		e.lives = establishing
		return int64(c.between(5_500, 6_800))
	}
	if spouse {
		return int64(c.between(0, 10_000) + c.between(0, 12_000))
	}
	return int64(6_500 + c.below(12_000) + c.below(12_000))
}

// months draws what came in. changed is the month from which it was another level, 0 for none.
func (e *earner) months(c *chance, level int64) (changed int) {
	at := level
	raise := 0
	if e.lives == wages && c.often(800) {
		if raise = 4; c.often(300) {
			raise = c.between(5, 11)
		}
	}
	switch k := c.below(1_000); {
	case e.lives == pensions || e.lives == establishing:
	case k < 315: // more hours, a new employment, a job after a benefit
		changed = c.between(2, 11)
	case k < 490: // fewer hours, ill, out of work
		changed = -c.between(2, 11)
	}
	for i := 1; i <= 12; i++ {
		switch i {
		case raise:
			at = at * int64(c.between(1_022, 1_040)) / 1_000
		case changed:
			at += int64(c.between(3_000, 23_000))
		case -changed:
			at = at * int64(c.between(450, 850)) / 1_000
		}
		e.income[i] = at
		if e.lives == wages || e.lives == benefits {
			e.income[i] = at * int64(c.between(970, 1_030)) / 1_000
		}
	}
	e.beside(c, level)
	return max(changed, -changed)
}

// beside draws what came beside: work in the summer, overtime, a month's pay after employment.
func (e *earner) beside(c *chance, level int64) {
	switch {
	case e.lives == studies && c.often(600):
		for i := 6; i <= 8; i++ {
			e.income[i] += int64(c.between(0, 9_500))
		}
	case e.lives == wages && c.often(360):
		for range c.between(1, 3) {
			e.income[c.between(1, 12)] += level * int64(c.between(100, 650)) / 1_000
		}
	case e.lives == ownBusiness:
		for i := 1; i <= 12; i++ {
			e.income[i] = e.income[i] * int64(c.between(500, 1_700)) / 1_000
		}
	}
	if e.lives == wages && c.often(80) {
		e.travel = int64(c.between(1_500, 14_000))
	}
}

// others draws capital and wealth.
func (e *earner) others(c *chance) {
	if c.often(60) {
		e.capital = int64(c.between(200, 9_000))
	}
	if c.often(6) {
		e.sold = int64(c.between(20_000, 240_000))
	}
	if c.often(45) {
		e.wealth = int64(c.between(20, 420)) * 1_000
	}
}

// tell draws what is believed of the year, and told: before it begins, when the allowance is
// applied for anew, and when the income changes, which most do not tell of.
func (e *earner) tell(c *chance, level int64, first, changed int) {
	bias := 1_000
	switch k := c.below(1_000); {
	case k < 330: // an old payslip, or the least of several
		bias -= c.between(5, 60)
	case k < 490: // with a margin
		bias += c.between(5, 55)
	}
	e.extra = e.study * 4 / 5
	if c.often(350) {
		e.extra += e.capital
	}
	if e.lives == studies && c.often(500) { // the summer's work as well
		e.extra += int64(c.between(5_000, 20_000))
	}
	renewed := 0
	if c.often(420) {
		renewed = c.between(2, 12)
	}
	report := 0
	if changed > 0 && c.often(330) {
		report = min(changed+c.between(1, 2), 13)
	}
	for i := 1; i <= 12; i++ {
		switch {
		case i > 1 && i != renewed && i != report && i != first:
			e.stated[i], e.told[i] = e.stated[i-1], e.told[i-1]
			continue
		case i == 1:
			e.told[i] = calendar.New(HousingYear-1, 11, 1).AddDays(c.below(50))
		default:
			e.told[i] = month(HousingYear, time.Month(i)).AddDays(-2 - c.below(18))
			level = e.income[i-1]
		}
		e.stated[i] = e.believed(i, level, bias)
	}
}

// believed is the year's income as it looks before a month, with a bias in thousandths: what
// has come in, and the level for the rest; in hundreds of kronor.
func (e *earner) believed(before int, level int64, bias int) money.Amount {
	sum := int64(13-before) * level * int64(bias) / 1_000
	for i := 1; i < before; i++ {
		sum += e.income[i]
	}
	return money.Kronor((sum + e.extra) / 100 * 100)
}

// year is what came in, kronor.
func (e *earner) year() (sum int64) {
	for _, a := range e.income {
		sum += a
	}
	return sum
}
