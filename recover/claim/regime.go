package claim

import (
	"time"

	"balans/law/calendar"
)

// RegimeBorder is the first decision day of NEW claims: the change of
// utsökningsbalken that made the decision itself enforceable took effect on
// 2022-09-01 (report FK 2024/028035, "beslutsdatum efter 31/8 2022").
var RegimeBorder = calendar.New(2022, time.September, 1)

// RegimeOn returns the regime of a claim decided on the day. It never depends
// on any other date.
func RegimeOn(decided calendar.Date) Regime {
	if decided < RegimeBorder {
		return Old
	}
	return New
}
