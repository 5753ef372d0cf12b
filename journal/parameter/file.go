package parameter

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/statute"
)

// recordedAt is the column a file may have besides those of a file of values.
const recordedAt = "recorded_at"

const byteOrderMark = "\ufeff"

// mostFaults is how many bad lines are named.
const mostFaults = 20

// ReadFile reads settings from CSV in the form of law/statute,
//
//	name,value,unit,from,to,source,confidence
//
// and if wanted an eighth column recorded_at, for taking over history: an instant in RFC
// 3339, or a date, which means the end of that day. Where it is empty the setting becomes
// known when it is recorded. All marks of confidence are taken, also F. A line that begins
// with # is a comment. The name stands in errors, which are statute.ErrFile and name every
// bad line, up to 20. Whether days overlap and instants lie ahead is asked by Record.
func ReadFile(name string, r io.Reader) ([]Setting, error) {
	p, err := statute.Load()
	if err != nil {
		return nil, err
	}
	settings, faults := readSettings(p, r)
	if len(faults) == 0 {
		return settings, nil
	}
	for i := range faults[:min(len(faults), mostFaults)] {
		faults[i] = fmt.Errorf("%s:%w", name, faults[i])
	}
	if more := len(faults) - mostFaults; more > 0 {
		faults = append(faults[:mostFaults], fmt.Errorf("and %d more", more))
	}
	return nil, fmt.Errorf("%w\n%w", statute.ErrFile, errors.Join(faults...))
}

// readSettings reads the lines; a fault begins with its line.
func readSettings(p *statute.Parameters, from io.Reader) (settings []Setting, faults []error) {
	text := bufio.NewReader(from)
	if start, _ := text.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		text.Discard(len(byteOrderMark)) // as spreadsheets write it
	}
	r := csv.NewReader(text)
	r.Comment, r.FieldsPerRecord, r.ReuseRecord = '#', -1, true
	columns := 0
	for {
		record, err := r.Read()
		if err == io.EOF && columns > 0 {
			return settings, faults
		}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			return nil, append(faults, fmt.Errorf("%d: %w", parse.Line, parse.Err))
		} else if err != nil && err != io.EOF {
			return nil, append(faults, fmt.Errorf(" %w", err))
		}
		if columns == 0 {
			if columns = columnsOf(record); columns == 0 {
				return nil, []error{fmt.Errorf("1: the first line is to be %s, with or without ,%s", statute.Columns, recordedAt)}
			}
			continue
		}
		line, _ := r.FieldPos(0)
		s, err := settingOf(p, record, columns)
		if err != nil {
			faults = append(faults, fmt.Errorf("%d: %w", line, err))
		}
		settings = append(settings, s)
	}
}

// columnsOf is how many columns the first line names; 0 when they are not the right ones.
func columnsOf(header []string) int {
	columns := strings.Split(statute.Columns, ",")
	if slices.Equal(header, columns) || slices.Equal(header, append(columns, recordedAt)) {
		return len(header)
	}
	return 0
}

func settingOf(p *statute.Parameters, record []string, columns int) (s Setting, err error) {
	if len(record) != columns {
		return s, fmt.Errorf("there are %d fields; the first line has %d", len(record), columns)
	}
	values := strings.Count(statute.Columns, ",") + 1
	if s.Value, err = p.ParseRecord(record[:values]); err != nil {
		return s, err
	}
	if err = check(p, s.Value); err != nil || columns == values || record[values] == "" {
		return s, err
	}
	if s.KnownAt, err = calendar.ParseInstant(record[values]); err != nil {
		return s, fmt.Errorf("%s: %w", recordedAt, err)
	}
	if s.KnownAt == 0 {
		return s, fmt.Errorf("%s: the first instant of 1970 stands for none; give another", recordedAt)
	}
	return s, nil
}
