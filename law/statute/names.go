package statute

// The names of the parameters, as declared in parameters.csv, where each has its unit,
// its paragraph and its meaning.
const (
	// Interest.
	ReferenceRate          = "reference_rate"
	LateInterestSupplement = "late_interest_supplement"
	PlanInterestSupplement = "plan_interest_supplement"
	InterestDayCount       = "interest_day_count"
	InterestRounding       = "interest_rounding"
	InterestClaimsFrom     = "interest_claims_from"
	StateLendingRate       = "state_lending_rate"
	StateLoanRate          = "state_loan_rate"
	BaseRate               = "base_rate"
	MaintenanceDebtRate    = "maintenance_debt_rate"

	// Allocation of payments.
	AllocationOrder = "allocation_order"

	// Terms and limitation.
	RegimeBorder                      = "regime_border"
	DueDays                           = "due_days"
	DemandDueDays                     = "demand_due_days"
	DemandReplyDays                   = "demand_reply_days"
	FinalForceMonths                  = "final_force_months"
	AppealMonths                      = "appeal_months"
	OwnMotionChangeYears              = "own_motion_change_years"
	ServiceAfterSendingDays           = "service_after_sending_days"
	ServicePublicationDays            = "service_publication_days"
	ServiceAttemptDays                = "service_attempt_days"
	RegisteredNotServedAttempts       = "registered_not_served_attempts"
	LimitationYearsOld                = "limitation_years_old"
	LimitationAfterProceedingsYears   = "limitation_after_proceedings_years"
	LimitationYearsNew                = "limitation_years_new"
	LimitationAfterDeferralYears      = "limitation_after_deferral_years"
	LimitationAfterRestructuringYears = "limitation_after_restructuring_years"
	LimitationRespiteMaxYears         = "limitation_respite_max_years"
	LimitationCourtExtensionYears     = "limitation_court_extension_years"
	LimitationCourtExtensionsMax      = "limitation_court_extensions_max"
	DeferralMaxYears                  = "deferral_max_years"
	PlanMaxMonths                     = "plan_max_months"
	PlanMinimumInstalment             = "plan_minimum_instalment"
	PlanBreachMissedInstalments       = "plan_breach_missed_instalments"

	// Definitions of the report.
	NotServedDays          = "not_served_days"
	NearLimitationYearsOld = "near_limitation_years_old"
	NearLimitationYearsNew = "near_limitation_years_new"

	// The collecting work list.
	NearBarMonths                  = "near_bar_months"
	PriorityWeightAge              = "priority_weight_age"
	PriorityWeightSize             = "priority_weight_size"
	PriorityWeightOriginSettlement = "priority_weight_origin_settlement"
	PriorityWeightOriginManual     = "priority_weight_origin_manual"
	PriorityWeightDebtor           = "priority_weight_debtor"
	PriorityWeightLimitation       = "priority_weight_limitation"

	// Limits of amounts.
	HousingSettlementMinimum     = "housing_settlement_minimum"
	OpeningMinimum               = "opening_minimum"
	HandoverMinimum              = "handover_minimum"
	MaintenanceLapseBelow        = "maintenance_lapse_below"
	MaintenanceRefundMinimum     = "maintenance_refund_minimum"
	MaintenanceInstalmentMinimum = "maintenance_instalment_minimum"
	MaintenanceInstalmentShare   = "maintenance_instalment_share"
	MaintenanceMissedFollowing   = "maintenance_missed_following"
	MaintenanceMissedMonths      = "maintenance_missed_months"
	EnforcementBasicFeeThreshold = "enforcement_basic_fee_threshold"

	// Fees.
	ReminderFeeMax             = "reminder_fee_max"
	ReminderFeeAgreed          = "reminder_fee_agreed"
	DemandFeeMax               = "demand_fee_max"
	PlanFeeMax                 = "plan_fee_max"
	PlanFeeFreeBeforeDue       = "plan_fee_free_before_due"
	NoticeFee                  = "notice_fee"
	PaymentOrderApplicationFee = "payment_order_application_fee"
	PaymentOrderCosts          = "payment_order_costs"
	EnforcementBasicFee        = "enforcement_basic_fee"

	// The books of appropriations.
	LimitWarningShare      = "limit_warning_share"
	AppropriationCreditMax = "appropriation_credit_max"

	// Benefits.
	PriceBaseAmount = "price_base_amount"
)
