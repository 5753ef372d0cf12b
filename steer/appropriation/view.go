package appropriation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/directive"
)

// view is an edition of the letter as the books look at it.
type view struct {
	edition *directive.Edition
	from    calendar.Date // the day it counts from: the edition's, or the first that was open when it was confirmed
	posts   []post        // by area and appropriation, items in the letter's order
	byItem  map[directive.ItemID]int
	closed  map[directive.ItemID]int // the line that closes it
	// conditions are those with an amount, with the ids they keep through the year.
	conditions []condition
}

// post is an item with all that the letter says of it.
type post struct {
	id            directive.ItemID
	name          string
	line          int
	area          int
	areaName      string
	number        string
	appropriation string // its name
	appLine       int
	amount        directive.Sum
	disposer      string
	own           bool             // the agency of the letter disposes of it
	frame         *directive.Frame // nil when the table has no row
	gross         int              // the line that orders gross accounting, 0 for none
}

// condition is a condition with an amount: a limit.
type condition struct {
	*directive.Condition
	id    LimitID
	slug  string
	item  directive.ItemID // "" for one of the whole appropriation
	items []directive.ItemID
}

// newView reads an edition; before is the view of the edition before it, or nil.
func newView(e *directive.Edition, before *view) *view {
	v := &view{edition: e, byItem: map[directive.ItemID]int{}, closed: map[directive.ItemID]int{}}
	frames := map[directive.ItemID]*directive.Frame{}
	for i := range e.Letter.Frames {
		frames[e.Letter.Frames[i].Item] = &e.Letter.Frames[i]
	}
	for _, c := range e.Letter.Closed {
		if c.Year == 0 || c.Year == e.Letter.Year { // an earlier year's item may have the number of a live one
			v.closed[c.Item] = c.Line
		}
	}
	for i := range e.Letter.Appropriations {
		v.add(&e.Letter.Appropriations[i], frames)
	}
	slices.SortStableFunc(v.posts, func(a, b post) int {
		return cmp.Or(cmp.Compare(a.area, b.area), compareNumbers(a.number, b.number))
	})
	for i := range v.posts {
		v.byItem[v.posts[i].id] = i
	}
	v.name(before)
	return v
}

// add reads an appropriation: its items and its conditions.
func (v *view) add(a *directive.Appropriation, frames map[directive.ItemID]*directive.Frame) {
	wholeGross := grossLine(a.Conditions)
	var items []directive.ItemID
	for g := range a.Groups {
		group := &a.Groups[g]
		for i := range group.Items {
			item := &group.Items[i]
			p := post{id: item.ID, name: item.Name, line: item.Line, area: a.Area, areaName: a.AreaName, number: a.Number,
				appropriation: a.Name, appLine: a.Line, amount: item.Amount, disposer: cmp.Or(item.Disposer, group.Disposer),
				frame: frames[item.ID], gross: cmp.Or(grossLine(item.Conditions), wholeGross)}
			p.own = p.disposer == "" || v.edition.Letter.Agency == "" || strings.EqualFold(p.disposer, v.edition.Letter.Agency)
			v.posts = append(v.posts, p)
			if p.own { // another agency's conditions are held in its books
				items = append(items, item.ID)
				v.addConditions(item.Conditions, item.ID, []directive.ItemID{item.ID})
			}
		}
	}
	v.addConditions(a.Conditions, "", items)
}

func (v *view) addConditions(conditions []directive.Condition, item directive.ItemID, items []directive.ItemID) {
	for i := range conditions {
		c := &conditions[i]
		if !c.Amount.Known || len(items) == 0 {
			continue
		}
		switch c.Kind {
		case directive.Max, directive.Earmarked, directive.ShallPay, directive.MayUse, directive.Allotted:
			v.conditions = append(v.conditions, condition{Condition: c, item: item, items: items})
		}
	}
}

func grossLine(conditions []directive.Condition) int {
	for _, c := range conditions {
		if c.Kind == directive.GrossIncome {
			return c.Line
		}
	}
	return 0
}

// of is what the letter says of an item, nil when it has it not.
func (v *view) of(id directive.ItemID) *post {
	if i, ok := v.byItem[id]; ok {
		return &v.posts[i]
	}
	return nil
}

// base is what the id of a condition begins with: its item or its appropriation.
func (c *condition) base() string {
	if c.item != "" {
		return string(c.item)
	}
	whole, _, _ := strings.Cut(string(c.items[0]), " ap.")
	return whole
}

// name gives the conditions their ids. A condition keeps the id it had in the edition
// before: the same words; else the same sort, agency and amount; else the only one of its
// sort that is left on its item in both.
func (v *view) name(before *view) {
	taken := map[LimitID]bool{}
	give := func(c *condition, slug string) {
		c.slug, c.id = slug, LimitID(c.base()+"/"+slug)
		taken[c.id] = true
	}
	if before != nil {
		for _, alike := range []func(old, c *condition) bool{
			func(old, c *condition) bool { return slugOf(old.Condition) == slugOf(c.Condition) },
			func(old, c *condition) bool { return old.Agency == c.Agency && old.Amount.Amount == c.Amount.Amount },
			func(old, c *condition) bool { return v.alone(c) && before.alone(old) },
		} {
			for i := range v.conditions {
				c := &v.conditions[i]
				for j := range before.conditions {
					old := &before.conditions[j]
					if c.id == "" && !taken[old.id] && old.base() == c.base() && old.Kind == c.Kind && alike(old, c) {
						give(c, old.slug)
					}
				}
			}
		}
	}
	for i := range v.conditions {
		c := &v.conditions[i]
		slug := slugOf(c.Condition)
		for n := 2; c.id == "" && (taken[LimitID(c.base()+"/"+slug)] || slug == string(Disposable) || slug == string(Excess) || slug == openingLimit); n++ {
			slug = slugOf(c.Condition) + "-" + strconv.Itoa(n)
		}
		if c.id == "" {
			give(c, slug)
		}
	}
}

// alone says that no other condition of the same sort stands on the same item.
func (v *view) alone(c *condition) bool {
	n := 0
	for i := range v.conditions {
		if o := &v.conditions[i]; o.base() == c.base() && o.Kind == c.Kind {
			n++
		}
	}
	return n == 1
}

// find is the condition that a purpose on an item names: the whole id or the slug.
func (v *view) find(id directive.ItemID, purpose string) *condition {
	for i := range v.conditions {
		c := &v.conditions[i]
		if (purpose == c.slug || purpose == string(c.id)) && slices.Contains(c.items, id) {
			return c
		}
	}
	return nil
}

// purposes lists the conditions that money of an item may count against.
func (v *view) purposes(id directive.ItemID) (found []*condition) {
	for i := range v.conditions {
		if slices.Contains(v.conditions[i].items, id) {
			found = append(found, &v.conditions[i])
		}
	}
	return found
}

// fee is the row of an activity in the fee budget.
func (v *view) fee(activity string) *directive.FeeRow {
	rows := v.edition.Letter.Fees.Rows
	for i := range rows {
		if rows[i].Activity == activity {
			return &rows[i]
		}
	}
	return nil
}

func (v *view) authorisation(id directive.ItemID) *directive.Authorisation {
	rows := v.edition.Letter.Authorisations
	for i := range rows {
		if rows[i].Item == id {
			return &rows[i]
		}
	}
	return nil
}

// accounts is every account that the letter gives the agency, in its order.
func (v *view) accounts() (all []Account) {
	for i := range v.posts {
		if _, shut := v.closed[v.posts[i].id]; v.posts[i].own && !shut {
			all = append(all, ItemAccount(v.posts[i].id))
		}
	}
	for _, a := range v.edition.Letter.Authorisations {
		all = append(all, CommitmentAccount(a.Item))
	}
	for _, l := range v.edition.Letter.Loans {
		switch l.Kind {
		case directive.LoanFrame:
			all = append(all, Loans)
		case directive.InterestAccount:
			all = append(all, InterestAccount)
		case directive.AccountCredit:
			all = append(all, CreditAccount(l.Purpose))
		}
	}
	if len(v.edition.Letter.Plan.Payments) > 0 && !slices.Contains(all, InterestAccount) {
		all = append(all, InterestAccount)
	}
	for _, f := range v.edition.Letter.Fees.Rows {
		all = append(all, FeeAccount(f.Activity))
	}
	return all
}

// viewsOf is the editions of a year that are confirmed and known, in the order they
// came to count. Like a booking, an edition that was confirmed when months were closed
// counts from the first day that was open then: what was told of closed months stays. The
// edition that was confirmed first is not moved, since nothing could be told without one.
func viewsOf(editions []directive.Edition, year int, k calendar.Instant, openFrom func(calendar.Instant) calendar.Date) (views []*view) {
	var known []*directive.Edition
	for i := range editions {
		if e := &editions[i]; e.Letter != nil && e.Letter.Year == year && e.Confirmed != 0 && e.Confirmed <= k {
			known = append(known, e)
		}
	}
	slices.SortStableFunc(known, func(a, b *directive.Edition) int { return cmp.Compare(a.Confirmed, b.Confirmed) })
	from := map[*directive.Edition]calendar.Date{}
	for i, e := range known {
		if from[e] = e.From; i > 0 {
			from[e] = max(e.From, openFrom(e.Confirmed))
		}
	}
	slices.SortStableFunc(known, func(a, b *directive.Edition) int {
		return cmp.Or(cmp.Compare(from[a], from[b]), cmp.Compare(a.From, b.From), cmp.Compare(a.Confirmed, b.Confirmed))
	})
	var before *view
	for _, e := range known {
		before = newView(e, before)
		before.from = from[e]
		views = append(views, before)
	}
	return views
}

// smallWords say nothing of what a purpose is.
var smallWords = map[string]bool{"och": true, "i": true, "av": true, "för": true, "att": true, "inom": true, "som": true, "den": true,
	"det": true, "de": true, "till": true, "med": true, "på": true, "en": true, "ett": true, "enligt": true, "om": true, "under": true,
	"samt": true, "eller": true, "såväl": true, "får": true, "ska": true, "användas": true, "avser": true, "högst": true,
	"utgifter": true, "kostnader": true, "kronor": true, "kr": true, "myndigheten": true, "dess": true, "detta": true, "från": true, "vid": true}

// slugOf is the name of a condition: its agency, or the first three words that say what
// it is for, in a-z and hyphens.
func slugOf(c *directive.Condition) string {
	for _, text := range []string{c.Agency, c.Purpose, c.Text} {
		if s := slug(text); s != "" {
			return s
		}
	}
	return slug(string(c.Kind))
}

func slug(text string) string {
	var words []string
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && !strings.ContainsRune("åäöéü", r) }) {
		if !smallWords[w] && len(words) < 3 {
			words = append(words, strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u").Replace(w))
		}
	}
	return strings.Join(words, "-")
}

// compareNumbers orders appropriations: 1:2 before 1:10, and 2:1 before 10:1.
func compareNumbers(a, b string) int {
	part := func(s string) (group, n int) {
		left, right, _ := strings.Cut(s, ":")
		group, _ = strconv.Atoi(left) // what is no number stands first
		n, _ = strconv.Atoi(right)
		return group, n
	}
	groupA, a1 := part(a)
	groupB, b1 := part(b)
	return cmp.Or(cmp.Compare(groupA, groupB), cmp.Compare(a1, b1), cmp.Compare(a, b))
}
