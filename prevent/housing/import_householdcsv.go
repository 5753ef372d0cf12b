package housing

import (
	"errors"
	"fmt"
	"io"
	"regexp"

	"balans/exchange/householdcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// isHousehold is an id of a household here: it is part of names of streams and letters.
var isHousehold = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?$`)

// numberIn is the identity number that an id is, also in ten digits; false for none.
func numberIn(id string) (identity.Number, bool) {
	n, err := identity.ParseOn(id, calendar.New(2099, 12, 31))
	return n, err == nil
}

// HouseholdError is a household of a file that is left out, and why.
type HouseholdError struct {
	File string
	Line int // where it begins
	ID   string
	Err  error
}

// Error tells an id that is an identity number without its last digits.
func (e *HouseholdError) Error() string {
	id := e.ID
	if n, is := numberIn(id); is {
		id = n.Masked()
	}
	return fmt.Sprintf("%s:%d: household %s: %v", e.File, e.Line, id, e.Err)
}

// Unwrap is why.
func (e *HouseholdError) Unwrap() error { return e.Err }

// lineOf is the line a fault is told of; 0 for none.
func lineOf(fault error) int {
	var l *householdcsv.LineError // the same of all formats: rows.LineError
	var h *HouseholdError
	switch {
	case errors.As(fault, &h):
		return h.Line
	case errors.As(fault, &l):
		return l.Line
	}
	return 0
}

// errAside: the line itself is told of beside it.
var errAside = errors.New("it is left out whole: it has a line that cannot be used, or stands beside one that does not say whose it is")

// asideFaults are the households that a reader set aside.
func asideFaults(file string, aside []householdcsv.SetAside) (faults []error) {
	for _, a := range aside {
		if a.ID != "" { // otherwise it is lines that say no household, and they are told of
			faults = append(faults, &HouseholdError{file, a.Line, a.ID, errAside})
		}
	}
	return faults
}

// households is how many households the faults leave out.
func households(faults []error) (n int) {
	for _, f := range faults {
		if h := (*HouseholdError)(nil); errors.As(f, &h) {
			n++
		}
	}
	return n
}

// readHouseholds reads a file into the households of one year: that of most of them, so that one
// line with a wrong year leaves out itself and not the others. faults are its bad lines, and the
// households that are left out; err is a file that cannot be used at all.
func readHouseholds(file string, in io.Reader) (all []*Known, faults []error, err error) {
	groups, aside, err := householdcsv.Read(file, in)
	if faults, err = lineFaults(file, err); err != nil {
		return nil, nil, err
	}
	faults = append(faults, asideFaults(file, aside)...)
	year, of := 0, map[int]int{}
	for _, rows := range groups {
		y := rows[0].From.Year()
		if of[y]++; year == 0 || of[y] > of[year] {
			year = y
		}
	}
	for _, rows := range groups {
		first := &rows[0]
		k, err := householdOf(rows, year)
		if err != nil {
			faults = append(faults, &HouseholdError{file, first.Line, string(first.Household), err})
			continue
		}
		all = append(all, k)
	}
	return all, faults, nil
}

// lineFaults is what a reader told of lines that cannot be used.
func lineFaults(file string, err error) (faults []error, other error) {
	var bad *householdcsv.BadLines // the same of all formats: rows.BadLines
	if !errors.As(err, &bad) {
		return nil, err
	}
	if bad.More {
		return nil, fmt.Errorf("%w\n%s: there are more than can be told; nothing was taken in", bad, file)
	}
	for _, f := range bad.Faults {
		faults = append(faults, f)
	}
	return faults, nil
}

var householdForms = map[householdcsv.Form]Form{householdcsv.Family: Family, householdcsv.Young: Young}

// householdOf is the rows of a household.
func householdOf(rows []householdcsv.Record, year int) (*Known, error) {
	first := &rows[0]
	k := &Known{line: first.Line, ID: string(first.Household), Year: year, Party: first.Person, Spouse: identity.None, Stretches: make([]Stretch, len(rows))}
	_, number := numberIn(k.ID)
	switch {
	case !isHousehold.MatchString(k.ID):
		return nil, &InputError{"household", "letters, digits and hyphens are expected here: it becomes part of names", ""}
	case number:
		return nil, &InputError{"household", "it is an identity number; it would stand in lists and names", ""}
	}
	for i := range rows {
		r := &rows[i]
		if r.From.Year() != year {
			return nil, &InputError{"from", fmt.Sprintf("line %d is of %d; the file is of %d", r.Line, r.From.Year(), year), "SFB 97:3"}
		}
		if r.Spouse != identity.None && k.Spouse != identity.None && r.Spouse != k.Spouse {
			return nil, &InputError{"spouse", fmt.Sprintf("line %d has another spouse than the lines before; give the months as two households", r.Line), "SFB 95:6"}
		}
		if r.Spouse != identity.None {
			k.Spouse = r.Spouse
		}
		k.Stretches[i] = Stretch{From: r.From.Month(), To: r.To.Month(), Stated: [2]money.Amount{r.Income, r.SpouseIncome}, Paid: r.Paid, Supplement: r.Supplement, DecidedOn: r.DecidedOn,
			Household: Household{Form: householdForms[r.Form], Spouses: r.Spouse != identity.None, Home: uint8(r.Home), Alternating: uint8(r.Alternating), Access: uint8(r.Access),
				Rooms: int8(r.Rooms), Area: int16(r.Area), Cost: r.Cost, AcceptedCost: r.AcceptedCost, AcceptedArea: int16(r.AcceptedArea)}}
	}
	return k, CheckStretches(k.Stretches)
}
