package staff

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
)

type housingWatchView struct {
	page
	None          bool
	Heading, Lead string
	Year, Through choiceField
	Known         field
	Sure          choiceField
	Empty         string // no income of the year has been taken in: the command that does it
	Unknown       string // none of them was known by the day
	Interrupted   string // an intake of incomes that is not complete
	Over          bool   // nothing is left of the year to change
	Ready         bool
	Figures       []keyFigure
	Rows          bookTable
	Hidden        string
	Paginator     *paginator
}

// housingWatched is who is expected to end the year with a claim, of those whose incomes are
// known.
type housingWatched struct {
	on         calendar.Date // by which the incomes were known
	through    time.Month    // the last month whose incomes are used
	known      int           // households with an income that is known
	late       int           // lines that became known later
	intakes    int           // files of incomes that were taken in
	incomplete []string
	all        []*housing.Expectation
	expected   [4]housing.Total // by certainty: what would be claimed
	avoided    [4]money.Amount
}

// watchAsked is which incomes are asked for: of a year, through a month (0: the last that is
// known), as they were known on a day (None: in time for the month after, or today).
type watchAsked struct {
	year    int
	through time.Month
	on      calendar.Date
}

// certainties are those of a claim, the surest first.
var certainties = []housing.Certainty{housing.Certain, housing.Likely, housing.Possible}

// housingWatch shows whom to contact first while the year goes on. It names no person.
func (s *Server) housingWatch(c *call) error {
	l, err := s.housingNow(c.r.Context())
	if err != nil {
		return err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	t, a := c.text, c.asked
	v := &housingWatchView{Heading: t("housing.watch.title")}
	years := l.yearsToldOf()
	if v.None = len(years) == 0; !v.None {
		year := a.yearOf("year", years, years[0])
		through := time.Month(0)
		if a.get("through") != "" {
			through = time.Month(a.whole("through", 1, 12))
		}
		on := a.day("known_on", calendar.None)
		sure := a.choiceOf("certainty", "all", "certain", "likely", "possible")
		at := a.pageOf("certainty")
		if len(a.problems) == 0 {
			if err := v.watch(s, c, l, n, watchAsked{year, through, on}, sure, at); err != nil {
				return err
			}
		}
		v.fields(t, years, year, through, sure)
		v.Known = a.dayField("known_on", dayText(on))
	}
	status := http.StatusOK
	if len(a.problems) > 0 {
		status = http.StatusBadRequest
		v.Year.Error, v.Through.Error, v.Sure.Error = a.problem("year"), a.problem("through"), a.problem("certainty")
	}
	v.page = s.page(c, v.Heading, "/bostadsbidrag/bevakning")
	return c.render(status, "housing_watch", v)
}

func (v *housingWatchView) fields(t translate, years []int, year int, through time.Month, sure string) {
	v.Year = choiceField{Name: "year", Label: t("housing.law.year")}
	for _, y := range years {
		n := strconv.Itoa(y)
		v.Year.Options = append(v.Year.Options, option{n, n, y == year})
	}
	v.Through = choiceField{Name: "through", Label: t("housing.field.through"), Options: []option{{"", t("housing.watch.last"), through == 0}}}
	for m := time.January; m <= time.December; m++ {
		v.Through.Options = append(v.Through.Options, option{strconv.Itoa(int(m)), t.housing(housing.MonthName(m)), m == through})
	}
	v.Sure = choiceField{Name: "certainty", Label: t("housing.field.certainty"), Options: []option{{"all", t("housing.watch.all"), sure == "all"}}}
	for _, x := range certainties {
		v.Sure.Options = append(v.Sure.Options, option{x.String(), t("housing.certainty." + x.String()), sure == x.String()})
	}
}

func (v *housingWatchView) watch(s *Server, c *call, l *housingLists, n *controlling, q watchAsked, sure string, at int) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	y, err := l.year(s, q.year)
	if err != nil {
		return err
	}
	if q.on == calendar.None {
		q.on = c.asked.today()
		if q.through != 0 {
			q.on = min(q.on, housing.Timely(calendar.New(q.year, q.through, 1)))
		}
	}
	law := f.columns.LawBook().Parameters(s.now())
	x, err := l.answer(housingQuestion{sort: "watch", year: q.year, through: int(q.through), on: q.on, law: law}, func() (any, error) {
		incomes, err := housing.KnownIncomes(s.ctx, s.journal, q.year, func(calendar.Date) calendar.Date { return q.on })
		if err != nil {
			return nil, err
		}
		return watchHousing(housing.New(law), y, incomes, q)
	})
	var missing *statute.MissingError
	if errors.As(err, &missing) {
		c.asked.wrong("year", "housing.error.law", missing.Name, missing.On)
		return nil
	}
	if err != nil {
		return err
	}
	v.show(c, y.closedTo(c, n), q, x.(*housingWatched), sure, at)
	return nil
}

// watchHousing holds the incomes that were taken in against what was stated. Who has no known
// income is not judged: nothing is believed of what is not known.
func watchHousing(rules *housing.Rules, y *housingYear, incomes *housing.MonthlyIncomes, q watchAsked) (*housingWatched, error) {
	w := &housingWatched{on: q.on, through: q.through, late: incomes.Late, intakes: incomes.Intakes, incomplete: incomes.Incomplete}
	some := &housing.Book{Year: y.Year}
	for _, k := range y.Households {
		last := lastKnown(incomes.Of(k), cmp.Or(q.through, time.December))
		if last == 0 {
			continue
		}
		some.Households = append(some.Households, k)
		if q.through == 0 {
			w.through = max(w.through, last)
		}
	}
	w.known = len(some.Households)
	if w.known == 0 {
		return w, nil
	}
	var err error
	w.all, err = rules.Watch(some, w.through, incomes.Of)
	for _, e := range w.all {
		at := &w.expected[e.Certainty]
		*at = totalWith(*at, max(0, -e.Net[housing.Expected]), 0)
		w.avoided[e.Certainty] += e.Avoidable
	}
	return w, err
}

// lastKnown is the last month through one of which an income of the adults is known; 0 when none
// is.
func lastKnown(incomes [2]housing.Incomes, through time.Month) time.Month {
	for m := through; m >= time.January; m-- {
		if incomes[0].Known[m] || incomes[1].Known[m] {
			return m
		}
	}
	return 0
}

func (v *housingWatchView) show(c *call, closed map[*housing.Known]bool, q watchAsked, w *housingWatched, sure string, at int) {
	t, year := c.text, strconv.Itoa(q.year)
	if len(w.incomplete) > 0 {
		v.Interrupted = t("housing.watch.interrupted", strings.Join(w.incomplete, ", "))
	}
	switch {
	case w.intakes == 0:
		v.Empty = "balans housing incomes FILE --year " + year + " --write"
		return
	case w.known == 0:
		v.Unknown = t("housing.watch.unknown.text", t.longDay(w.on))
		return
	}
	v.Ready, v.Over = true, w.through == time.December
	v.Lead = t("housing.watch.lead", number(int64(w.known)), t.housing(housing.MonthName(w.through)), year, t.longDay(w.on))
	for _, x := range certainties {
		v.Figures = append(v.Figures, keyFigure{t("housing.certainty." + x.String()), t("housing.run.households", number(int64(w.expected[x].Count))), t("housing.watch.figure", t.kronor(w.expected[x].Amount), t.kronor(w.avoided[x]))})
	}
	var rows []*housing.Expectation
	hidden := 0
	for _, e := range w.all {
		switch {
		case sure != "all" && e.Certainty.String() != sure:
		case closed[e.Known]:
			hidden++
		default:
			rows = append(rows, e)
		}
	}
	if hidden > 0 {
		v.Hidden = t("housing.list.hidden")
	}
	last := max(1, (len(rows)+housingPageSize-1)/housingPageSize)
	at = min(at, last)
	from, to := (at-1)*housingPageSize, min(at*housingPageSize, len(rows))
	v.Rows = bookTable{ID: "watched", Title: t("housing.watch.caption", number(int64(min(from+1, to))), number(int64(to)), number(int64(len(rows)))), Notes: []string{t("housing.watch.note")},
		Columns: columnsOf(t, "housing.column.household", "housing.column.certainty", "#", "housing.column.expected", "#", "housing.column.lowest", "#", "housing.column.highest", "#", "housing.column.avoidable", "#", "housing.column.now", "#", "housing.column.then", "housing.column.unknown")}
	if w.late > 0 {
		v.Rows.Notes = append(v.Rows.Notes, t("housing.watch.late", t.longDay(w.on), number(int64(w.late))))
	}
	for _, e := range slices.Clone(rows[from:to]) {
		v.Rows.Rows = append(v.Rows.Rows, t.expectation(e))
	}
	v.Paginator = paginate(t, at, last, func(n int) string {
		return link("/bostadsbidrag/bevakning", "year", year, "through", c.asked.get("through"), "known_on", c.asked.get("known_on"), "certainty", sure, "page", strconv.Itoa(n))
	})
}

var certaintyBadges = map[housing.Certainty]string{housing.Certain: "error", housing.Likely: "warning", housing.Possible: "info"}

func (t translate) expectation(e *housing.Expectation) bookRow {
	unknown := "–"
	switch {
	case e.Unknown[0]:
		unknown = t("housing.watch.unknown", t("housing.who.applicant"))
	case e.Unknown[1]:
		unknown = t("housing.watch.unknown", t("housing.who.spouse"))
	}
	return bookRow{Head: bookCell{Text: e.ID, Href: householdHref(e.ID, e.Year)}, Cells: []bookCell{{Plain: true, Level: t("housing.certainty." + e.Certainty.String()), Badge: certaintyBadges[e.Certainty]},
		{Text: claimText(e.Net[housing.Expected])}, {Text: claimText(e.Net[housing.Lowest])}, {Text: claimText(e.Net[housing.Highest])}, {Text: e.Avoidable.Kronor()}, {Text: e.Now.Kronor()}, {Text: e.Preliminary.Kronor()}, plainCell(unknown)}}
}

// claimText is what would be claimed; nothing where the year would end without.
func claimText(net money.Amount) string { return max(0, -net).Kronor() }
