package statebudget

import (
	"fmt"
	"strings"

	"balans/law/money"
)

// Sum is the amount of a cell, in öre. Known is false for an empty cell, which is
// never zero.
type Sum struct {
	Amount money.Amount
	Known  bool
}

// Named is a code of the budget's classification with its name. Either may be
// empty.
type Named struct{ Code, Name string }

// Place is where a row stands in the budget's classification, as printed. Rows
// for the expenditure ceiling and the like have names without codes.
type Place struct {
	Area          Named // such as 10
	Appropriation Named // such as 1002001
}

// ID is the appropriation's name in letters of appropriation and in the benefit
// catalogue, such as "UO10 2:1". ok is false for a row that has none.
func (p Place) ID() (id string, ok bool) {
	id, ok = AppropriationID(p.Appropriation.Code)
	return id, ok && (p.Area.Code == "" || strings.HasPrefix(p.Appropriation.Code, p.Area.Code))
}

// AppropriationID is the name of the appropriation with a code of seven digits:
// two of the expenditure area, two of the group and three of the number. 1002001
// is "UO10 2:1" and 0901004 is "UO9 1:4". ok is false when the code is no such code.
func AppropriationID(code string) (id string, ok bool) {
	var n [7]int
	if len(code) != len(n) {
		return "", false
	}
	for i := range n {
		if n[i] = int(code[i] - '0'); n[i] > 9 {
			return "", false
		}
	}
	area, group, number := 10*n[0]+n[1], 10*n[2]+n[3], 100*n[4]+10*n[5]+n[6]
	if area == 0 || group == 0 || number == 0 {
		return "", false
	}
	return fmt.Sprintf("UO%d %d:%d", area, group, number), true
}

// Codes are the codes of what Item.ID names: of the appropriation, and of the item
// when id has one. "UO10 1:6 ap.2" is 1001006 and 002. ok is false when id is no
// such name.
func Codes(id string) (appropriation, item string, ok bool) {
	place, number, hasItem := strings.Cut(id, " ap.")
	var area, group, n int
	if _, err := fmt.Sscanf(place, "UO%2d %2d:%3d", &area, &group, &n); err != nil || min(area, group, n) < 1 {
		return "", "", false
	}
	i := Item{Place: Place{Appropriation: Named{Code: fmt.Sprintf("%02d%02d%03d", area, group, n)}}}
	if hasItem {
		i.Item.Code = fmt.Sprintf("%03s", number)
	}
	if back, ok := i.ID(); !ok || back != id {
		return "", "", false
	}
	return i.Appropriation.Code, i.Item.Code, true
}

// Year is a row of the yearly file: a year of an appropriation.
type Year struct {
	Line int // in the file, from 1, the header included
	// Now is the place in the classification that the file is published in, Then
	// the place in the row's own year (utfallsår).
	Now, Then Place
	Year      int

	Opening    Sum // Ingående överföringsbelopp
	Budget     Sum // Statens budget
	Amendments Sum // Ändringsbudgetar
	Withdrawn  Sum // Indragningar
	Exceeding  Sum // Utnyttjad del av medgivet överskridande
	Outcome    Sum // Utfall
	Credit     Sum // Anslagskredit
	Closing    Sum // Utgående överföringsbelopp
}

// Difference is opening + budget + amendments − withdrawn + exceeding − outcome
// less the closing amount: what the row lacks to add up, zero when it does. It is
// unknown when one of them is unknown, and the error is money.ErrOverflow when the
// sum does not fit.
func (y Year) Difference() (Sum, error) {
	for _, s := range []Sum{y.Opening, y.Budget, y.Amendments, y.Withdrawn, y.Exceeding, y.Outcome, y.Closing} {
		if !s.Known {
			return Sum{}, nil
		}
	}
	in, err := money.Sum(y.Opening.Amount, y.Budget.Amount, y.Amendments.Amount, y.Exceeding.Amount)
	if err != nil {
		return Sum{}, err
	}
	out, err := money.Sum(y.Withdrawn.Amount, y.Outcome.Amount, y.Closing.Amount)
	if err != nil {
		return Sum{}, err
	}
	if out == -out && out != 0 { // the lowest amount of all has no opposite
		return Sum{}, money.ErrOverflow
	}
	d, err := money.Add(in, -out)
	return Sum{d, err == nil}, err
}

// Item is the place of a row of the monthly file: an appropriation with its item
// and the part of the item. The codes are three digits; both may be empty.
type Item struct {
	Place
	Item Named // Anslagspost
	Part Named // Anslagsdelpost
}

// ID is the item's name, such as "UO10 1:6 ap.2", or the appropriation's for a row
// without item. Parts of an item have the item's name. ok is false for a row that
// has none.
func (i Item) ID() (id string, ok bool) {
	id, ok = i.Place.ID()
	code := i.Item.Code
	if !ok || code == "" {
		return id, ok
	}
	number := strings.TrimLeft(code, "0")
	if len(code) != 3 || number == "" || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	return id + " ap." + number, true
}

// Month is a row of the monthly file: what an agency used of an item in the months
// of a year.
type Month struct {
	Line         int  // in the file, from 1, the header included
	Now, Then    Item // as in Year
	Agency       string
	Organisation string // organisation number as printed, ten digits; may be empty
	Year         int
	Outcome      [12]Sum // of January first
}
