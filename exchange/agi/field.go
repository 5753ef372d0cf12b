package agi

import (
	"strconv"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// value takes the text of a field. broken is set when it is not all, or has elements in it.
func (r *reader) value(e element, code int16, text []byte, broken bool) {
	rec := &r.record
	if rec.has(e) {
		r.refuse(e, Twice, text, "a field that stands once in a record")
		return
	}
	rec.seen |= 1 << e
	switch known := &elements[e]; {
	case code != noCode && known.code != 0 && code != known.code && code != known.also:
		found := []byte("no number")
		if code != badCode {
			found = strconv.AppendInt(nil, int64(code), 10)
		}
		r.refuse(e, WrongCode, found, "the field code (faltkod) "+strconv.Itoa(int(known.code)))
	case broken:
		r.refuse(e, NotText, text, "a text of at most "+strconv.Itoa(maxText)+" bytes, with no elements in it")
	case r.place() == inSender:
		r.senderValue(e, text)
	case r.place() == inMatter:
		r.matterValue(e, text)
	case e >= elemPercentTFP && e <= elemHoursFP:
		r.extentValue(e, text)
	case e >= elemPreliminary && e <= elemEmbassy:
		r.taxValue(e, text)
	default:
		r.keyValue(e, text)
	}
}

// refuse notes a fault of the field in hand.
func (r *reader) refuse(e element, reason Reason, found []byte, expected string) {
	line := r.line
	if line == 0 {
		line = r.scan.lineAt(r.scan.at)
	}
	r.fault(e, reason, line, r.told(e, found), expected)
}

// told is a text as it may stand in a fault.
func (r *reader) told(e element, text []byte) string {
	switch e {
	case elemEmployer, elemParty, elemOwner, elemOrganisation, elemBirth, elemOtherID:
		return masked(text, true)
	}
	return masked(text, false)
}

// keyValue takes a field that is neither an extent nor a tax.
func (r *reader) keyValue(e element, text []byte) {
	rec := &r.record
	switch e {
	case elemEmployer:
		rec.employer = r.number(e, text)
	case elemParty:
		rec.party = r.number(e, text)
		if k := rec.party.Kind(); rec.kind == OfAbsence && k == identity.Organisation {
			r.refuse(e, BadIdentity, text, "the number of a person: only a person can be absent")
		}
	case elemBirth, elemOtherID:
		r.refuse(e, NoNumber, text, "a payee with an identity number; without one nobody can be found by it")
	case elemPeriod:
		if rec.period = r.month(e, text); rec.kind == OfAbsence && rec.period != calendar.None && rec.period < firstAbsencePeriod {
			r.refuse(e, BadPeriod, text, "a month from 202501, the first for which absence is stated")
			rec.period = calendar.None
		}
	case elemSpec, elemAbsenceSpec:
		v, ok := digits(text, 10)
		if rec.spec = int(v); !ok || v == 0 {
			r.refuse(e, BadSpec, text, "a number from 1 of at most ten digits")
		}
	case elemRemoved, elemAbsenceRemoved:
		rec.removed = r.tick(e, text)
	case elemDay:
		if rec.day = dayOf(text); rec.day == calendar.None {
			r.refuse(e, BadDay, text, "a day of the calendar written YYYY-MM-DD")
		}
	case elemType:
		switch string(text) {
		case typeTFP:
			rec.typ = TFP
		case typeFP:
			rec.typ = FP
		default:
			r.refuse(e, BadType, text, typeTFP+" or "+typeFP)
		}
	case elemCash:
		rec.cash = r.kronor(e, text, 12)
	case elemBenefits:
		rec.benefits = r.kronor(e, text, 12)
	case elemSumFees:
		rec.sumFees = r.kronor(e, text, 15)
	case elemSumTax:
		rec.sumTax = r.kronor(e, text, 15)
	case elemSickPay:
		rec.sickPay = r.kronor(e, text, 15)
	}
}

// extentValue takes how much of a day someone was absent.
func (r *reader) extentValue(e element, text []byte) {
	most, unit := MaxPercent, "a percentage of 0.01 to 100.00"
	if unitOf(e) == Hours {
		most, unit = MaxHours, "hours of 0.01 to 24.00"
	}
	amount, ok := hundredths(text)
	if r.record.amount = amount; !ok || amount < 1 || amount > most {
		if strings.IndexByte(string(text), ',') >= 0 {
			unit += ", with a point before the decimals and not a comma"
		}
		r.refuse(e, BadExtent, text, unit)
	}
}

// unitOf and typeOf are what an extent's name says.
func unitOf(e element) Unit {
	if e == elemPercentTFP || e == elemPercentFP {
		return Percent
	}
	return Hours
}

func typeOf(e element) Type {
	if e <= elemHoursTFP {
		return TFP
	}
	return FP
}

// taxValue takes one of the tax fields.
func (r *reader) taxValue(e element, text []byte) {
	rec := &r.record
	rec.taxKind = Preliminary + TaxKind(e-elemPreliminary)
	if e <= elemASINK {
		rec.tax = r.kronor(e, text, 12)
	} else {
		r.tick(e, text)
	}
}

func (r *reader) senderValue(e element, text []byte) {
	sender := &r.receipt.Sender
	switch e {
	case elemProgram:
		sender.Program = string(text)
	case elemOrganisation:
		sender.Organisation = r.number(e, text)
	case elemCreated:
		if sender.Created = string(text); !isTime(sender.Created) {
			r.refuse(e, BadDay, text, "a time written YYYY-MM-DDTHH:MM:SS")
			sender.Created = ""
		}
	}
}

func (r *reader) matterValue(e element, text []byte) {
	switch e {
	case elemOwner:
		r.matter.owner = r.number(e, text)
	case elemMatterPeriod:
		r.matter.period = r.month(e, text)
	}
}

// number reads an identity number; None after a fault.
func (r *reader) number(e element, text []byte) identity.Number {
	v, ok := digits(text, 12)
	if !ok || len(text) != 12 {
		r.refuse(e, BadIdentity, text, "twelve digits: 16 and an organisation number, or a person's number with its century")
		return identity.None
	}
	n, err := identity.FromInt(v)
	if err != nil {
		r.refuse(e, BadIdentity, text, "an identity number that stands its check ("+strings.TrimPrefix(err.Error(), "identity: ")+")")
		return identity.None
	}
	return n
}

// month reads YYYYMM as the first of the month; None after a fault.
func (r *reader) month(e element, text []byte) calendar.Date {
	v, ok := digits(text, 6)
	d := calendar.None
	if ok && len(text) == 6 {
		d = calendar.New(int(v/100), time.Month(v%100), 1)
	}
	if d == calendar.None {
		r.refuse(e, BadPeriod, text, "a month written YYYYMM")
	}
	return d
}

// kronor reads an amount in whole kronor; 0 after a fault.
func (r *reader) kronor(e element, text []byte, most int) money.Amount {
	v, ok := digits(text, most)
	if !ok {
		r.refuse(e, BadMoney, text, "whole kronor of zero or more, in at most "+strconv.Itoa(most)+" digits")
		return 0
	}
	return money.Kronor(v)
}

// tick reads a field that can only be 1.
func (r *reader) tick(e element, text []byte) bool {
	if string(text) != "1" {
		r.refuse(e, BadMark, text, "1; a mark that is not meant is left out")
		return false
	}
	return true
}

// dayOf reads YYYY-MM-DD; None for what is no day of the calendar.
func dayOf(text []byte) calendar.Date {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return calendar.None
	}
	y, ok1 := digits(text[:4], 4)
	m, ok2 := digits(text[5:7], 2)
	d, ok3 := digits(text[8:], 2)
	if !ok1 || !ok2 || !ok3 {
		return calendar.None
	}
	return calendar.New(int(y), time.Month(m), int(d))
}

// digits reads a text of 1 to most decimal digits, most being 18 or less.
func digits(text []byte, most int) (v int64, ok bool) {
	if len(text) == 0 || len(text) > most {
		return 0, false
	}
	for _, c := range text {
		if c -= '0'; c > 9 {
			return 0, false
		}
		v = v*10 + int64(c)
	}
	return v, true
}

// hundredths reads up to three digits, and perhaps a point and one or two more.
func hundredths(text []byte) (v int32, ok bool) {
	whole, decimals := text, []byte(nil)
	for i, c := range text {
		if c == '.' {
			whole, decimals = text[:i], text[i+1:]
			if len(decimals) == 0 || len(decimals) > 2 {
				return 0, false
			}
			break
		}
	}
	a, ok := digits(whole, 3)
	if !ok {
		return 0, false
	}
	v = int32(a) * 100
	if len(decimals) > 0 {
		b, ok := digits(decimals, 2)
		if !ok {
			return 0, false
		}
		if len(decimals) == 1 {
			b *= 10
		}
		v += int32(b)
	}
	return v, true
}
