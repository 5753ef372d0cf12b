package main
import ("context";"balans/journal")
var serveCommand, verifyCommand command
type serveOptions struct { db database; listen string; demo bool }
func serve(ctx context.Context, t *terminal, o serveOptions, j *journal.Journal) error {return nil}
