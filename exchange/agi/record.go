package agi

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Type is the benefit that an absence can give.
type Type uint8

// The types. A removed absence may have none.
const (
	NoType Type = iota
	TFP         // tillfällig föräldrapenning: TILLFALLIG_FORALDRAPENNING
	FP          // föräldrapenning: FORALDRAPENNING
)

// String is the type as the file writes it; empty for NoType.
func (t Type) String() string {
	switch t {
	case TFP:
		return typeTFP
	case FP:
		return typeFP
	}
	return ""
}

const (
	typeTFP = "TILLFALLIG_FORALDRAPENNING"
	typeFP  = "FORALDRAPENNING"
)

// Unit is what the extent of an absence is counted in.
type Unit uint8

// The units. A removed absence has none.
const (
	NoUnit  Unit = iota
	Percent      // of normal full time that day
	Hours
)

// The most an absence of one day can be, in hundredths of the unit.
const (
	MaxPercent int32 = 100_00
	MaxHours   int32 = 24_00
)

// Absence is what an employer states of one day on which someone was absent in a way
// that can give TFP or FP (Franvarouppgift). Employer, Period, Party, Day and Spec
// are its key: a later absence with the same key replaces it, and one with Removed
// takes it away.
type Absence struct {
	Employer identity.Number // 201
	Period   calendar.Date   // 006: the first of the month in which the pay was affected, from 2025-01-01
	Party    identity.Number // 215: a person or a coordination number
	Day      calendar.Date   // 821: not after the end of Period
	Spec     int             // 822: 1 or more, tells several on one day apart
	Type     Type            // 823; may be NoType when removed
	Unit     Unit
	Amount   int32 // 824 to 827: hundredths of the unit, 1 to MaxPercent or MaxHours; 0 when removed
	Removed  bool  // 820
	Line     int   // where it begins, from 1
}

// TaxKind is which of the tax fields an Income has.
type TaxKind uint8

// The kinds. The first three are amounts, the last four are ticks that say why no tax was
// withheld.
const (
	NoTax       TaxKind = iota // no tax field
	Preliminary                // 001 AvdrPrelSkatt
	SINK                       // 274 AvdrSkattSINK: residents abroad
	ASINK                      // 275 AvdrSkattASINK: artists residing abroad
	Treaty                     // 114 SkattebefrEnlAvtal: exempt by treaty
	Decided                    // 276 EjskatteavdragEjbeskattningSv: decision that no tax is to be withheld
	Local                      // 253 Lokalanstalld: employed where the work is done abroad
	Embassy                    // 094 AmbassadanstISvMAvtal: at a foreign embassy
)

// String is the name of the field; empty for NoTax.
func (k TaxKind) String() string {
	if k >= Preliminary && k <= Embassy {
		return elements[elemPreliminary+element(k-Preliminary)].name
	}
	return ""
}

// Income is what an employer states that one payee got for one month (individuppgift,
// IU). Employer, Period, Party and Spec are its key: a later one with the same key
// replaces it, and one with Removed takes it away. Amounts are whole kronor, zero
// or more; a field that the file does not have is 0.
type Income struct {
	Employer identity.Number // 201
	Period   calendar.Date   // 006: the first of the month
	Party    identity.Number // 215; of any kind
	Spec     int             // 570: 1 or more
	Cash     money.Amount    // 011 KontantErsattningUlagAG
	Benefits money.Amount    // 012 SkatteplOvrigaFormanerUlagAG
	Tax      money.Amount    // what was withheld; 0 for a tick
	TaxKind  TaxKind
	Removed  bool // 205 Borttag
	Line     int  // where it begins, from 1
}

// Declaration is what an employer states for a whole month (huvuduppgift, HU). Amounts
// are whole kronor, zero or more.
type Declaration struct {
	Employer    identity.Number // 201
	Period      calendar.Date   // 006: the first of the month
	SumFees     money.Amount    // 487 SummaArbAvgSlf
	SumTax      money.Amount    // 497 SummaSkatteavdr
	SickPayCost *money.Amount   // 499 TotalSjuklonekostnad; nil when the file does not have it
	Line        int             // where it begins, from 1
}

// Sender is who made the file (Avsandare), as far as the file says.
type Sender struct {
	Program      string          // Programnamn
	Organisation identity.Number // Organisationsnummer; None when it is missing or wrong
	Created      string          // Skapad as it stands: local time without a zone
}

// Sink takes the records of a file in the order they stand. They are handed over while
// the file is read, and the file can turn out to be one that is not to be trusted:
// nothing may be taken into use before Read has returned without an error. An error of
// the sink ends the reading.
type Sink interface {
	Absence(Absence) error
	Income(Income) error
	Declaration(Declaration) error
}
