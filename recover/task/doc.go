// Package task is what is to be done next: the claims on work lists, the findings nobody has
// judged and the notices nobody has answered as one ordered list, each with the reason why it
// stands where it stands, and who has taken it.
//
//	work lists ──┐
//	findings   ──┼──▶ Task with Rank ──▶ one order ──▶ Next: the first that is free
//	notices    ──┘                                        and that who asks may do
//
// # The order
//
// A task has one of five tiers, by its most pressing reason. A tier is never passed by
// another, however large an amount:
//
//	losing      a right or money is lost on a day that is near: the nearest day first
//	waiting     somebody waits for the agency meanwhile: the longest first
//	promised    a day the agency set itself has passed or is near: the nearest first
//	collecting  money to get in: by the priority of the work lists, then the longest waiting
//	rest        by age
//
// What is equal in all of it stands in order of amount, sort and key, so that the order is
// total: the same tasks have one order, in whatever order they were found. How near is near,
// and how long what is taken is kept, are the agency's own values (task_near_days,
// task_taken_days).
//
// # Who has it
//
// That somebody takes a task, gives it back or hands it over is a fact under the task's
// person (stream "task/<key>"), noted by month in the agency's own streams
// ("tasks/<YYYY-MM>"), in one append. Of two who take at once the first has it and the other
// is told so. What is taken is kept until a day and is then free again, so that nothing lies
// still with somebody who has left. Nobody is told who could not have it, and a task is done
// when its reason has gone, not when somebody says so.
//
// What this package does not do: it decides nothing and moves nothing; it knows no rights
// but that of the caller's question (May), and it shows nobody's number.
package task
