package demo

import (
	"time"

	"balans/law/calendar"
	"balans/law/money"
)

// Demonstration rates in per cent a year, round figures near those of the
// period. The rates in force are dated parameters of law; what a real agency
// booked is in its own facts.
const (
	latePerCent = 10 // overdue without an arrangement (SFB 108:19)
	planPerCent = 5  // in a plan (SFB 108:16)
)

// interestFrom is the first decision day of claims that bear interest under
// SFB 108 kap. (prop. 2006/07:49).
var interestFrom = calendar.New(2007, time.July, 1)

// interest is what a payment of so many kronor to principal carries in
// interest, öre: simple interest on that part from the due date, for two years
// at most, since older interest is taken as paid or waived.
func interest(kronor int64, decided, due, on calendar.Date, perCent int64) money.Amount {
	if on <= due || decided < interestFrom {
		return 0
	}
	days := int64(min(on-due, 730))
	return money.Amount(kronor * perCent * days / 365)
}
