package directive

import "balans/law/money"

// feeColumn is a column of the fee table.
type feeColumn struct {
	id   string
	name [2]string
	sum  func(*FeeRow) Sum
}

// feeColumns is the columns of the fee table from left to right.
var feeColumns = []feeColumn{
	{"before", [2]string{"tidigare år", "earlier years"}, func(r *FeeRow) Sum { return r.Before }},
	{"last", [2]string{"året före", "the year before"}, func(r *FeeRow) Sum { return r.Last }},
	{"income", [2]string{"intäkter", "income"}, func(r *FeeRow) Sum { return r.Income }},
	{"cost", [2]string{"kostnader", "costs"}, func(r *FeeRow) Sum { return r.Cost }},
	{"result", [2]string{"årets resultat", "the year's result"}, func(r *FeeRow) Sum { return r.Result }},
	{"after", [2]string{"ackumulerat", "accumulated"}, func(r *FeeRow) Sum { return r.After }},
}

func (c *checker) fees() {
	rows := c.l.Fees.Rows
	if t := c.l.Fees.Total; t != nil {
		for _, column := range feeColumns {
			c.add(feeColumnSum(column, rows, t))
		}
	}
	for i := range rows {
		c.feeRow(&rows[i], rows[i].Activity)
	}
	if t := c.l.Fees.Total; t != nil {
		c.feeRow(t, "6.1 summa")
	}
}

// feeColumnSum holds a column against its sum.
func feeColumnSum(column feeColumn, rows []FeeRow, total *FeeRow) Finding {
	var cells []Sum
	for i := range rows {
		cells = append(cells, column.sum(&rows[i]))
	}
	sum, lines, ok := addUp(cells...)
	f := about(CheckFeeColumn, column.id, append(lines, total.Line)...)
	f.Printed = column.sum(total)
	if !ok || !f.Printed.Known {
		f.missing("ett belopp i kolumnen "+column.name[0]+" saknas eller har inte kunnat läsas", "an amount of the column "+column.name[1]+" is missing or could not be read")
		return f
	}
	f.equals(sum, f.Printed)
	f.says("Kolumnens rader är tillsammans %s; som summa står %s", "The rows of the column are %s together; the sum printed is %s", amountText(sum), amountText(f.Printed.Amount))
	return f
}

// feeRow holds a row's result and accumulated result against its other cells.
func (c *checker) feeRow(r *FeeRow, name string) {
	minus := r.Cost
	minus.Amount = -minus.Amount
	c.add(feeCell(CheckFeeResult, name, r.Result, [2]string{"Intäkter minus kostnader är", "Income less costs is"}, r.Line, r.Income, minus))
	c.add(feeCell(CheckFeeCarried, name, r.After, [2]string{"Tidigare resultat och årets är", "The results so far and the year's are"}, r.Line, r.Before, r.Last, r.Result))
}

// feeCell holds one cell against the sum of others.
func feeCell(kind CheckKind, name string, cell Sum, is [2]string, line int, parts ...Sum) Finding {
	sum, lines, ok := addUp(parts...)
	f := about(kind, name, append(lines, line, cell.Line)...)
	f.Printed = cell
	if !ok || !cell.Known {
		f.missing("ett belopp på raden saknas eller har inte kunnat läsas", "an amount of the row is missing or could not be read")
		return f
	}
	f.equals(sum, cell)
	f.Says = [2]string{is[0] + feeText(sum, cell.Amount, "; i tabellen står "), is[1] + feeText(sum, cell.Amount, "; the table has ")}
	return f
}

func feeText(sum, printed money.Amount, between string) string {
	return " " + amountText(sum) + between + amountText(printed)
}
