using KybPlatform.Api.Cases.Contracts;
using KybPlatform.Api.Http;
using KybPlatform.Api.Persistence;

namespace KybPlatform.Api.Cases;

internal static class CaseErrors
{
    public static Error NotFound => Error.NotFound("case");

    public static Error NoQueue => Error.NotFound("case queue");

    public static Error NoTemplate => Error.NotFound("case template");

    public static Error NoCalendar => Error.NotFound("business calendar");

    public static Error Transition(CaseStatus from, string to) => Error.Conflict("invalid_transition", $"A case that is {SnakeCase.Of(from)} cannot be {to}.");

    public static Error NotClaimed(CaseId id) => Error.Conflict("case_not_claimed", $"{id} is open for this inquiry: claim it first.");

    public static Error Claimed(CaseId id) => Error.Conflict("case_claimed", $"{id} is claimed by somebody else.");

    public static Error NotAPerson => Error.Forbidden("person_required", "Two persons decide this: a service's key is none of them.");

    public static Error SamePerson => Error.Forbidden("same_person", "Whoever said the first word does not say the second, whatever key is used.");

    public static Error NothingToClaim => Error.NotFound("open case for you");

    public static Error ChecklistOpen(IReadOnlyList<string> open) => Error.Conflict("checklist_open", $"Still to be ticked: {string.Join(", ", open)}.");

    public static Error FieldsMissing(IReadOnlyList<string> missing) => Error.Conflict("case_fields_missing", $"Still to be filled: {string.Join(", ", missing)}.");

    public static Error ReasonNotAllowed(string code) =>
        Error.Invalid("reason_not_allowed", $"The case's template does not know '{code}' for this outcome.", new FieldError("/reason_codes", "reason_not_allowed", $"Not '{code}'."));

    public static Error Unknown(string pointer, string code, string what) =>
        Error.Invalid(code, $"There is no such {what}.", new FieldError(pointer, code, $"There is no such {what}."));

    public static Error MoveNeedsManage => Error.Forbidden("missing_scope", "Moving a case to another queue needs cases:manage.");

    public static Error AssignNeedsManage => Error.Forbidden("missing_scope", "Giving a case to somebody else needs cases:manage.");

    public static Error OfInquiry => Error.Conflict("decided_by_inquiry", "The case belongs to an inquiry that has not ended: it takes an outcome, no resolution.");

    public static Error NoReview => Error.Conflict("no_inquiry_in_review", "The case belongs to no inquiry in review.");

    public static Error Exists => Error.Conflict("case_exists", "The inquiry has an unresolved case.");

    public static Error OfProfile => Error.Conflict("case_of_profile", "What is written on the case goes with its profile: redact that one.");

    public static Error UndoOver => Error.Conflict("undo_over", "There is nothing to take back, or its window is over.");

    public static Error NotYours => Error.Forbidden("not_yours_to_undo", "Whoever decided, or who manages cases, takes it back.");

    public static Error NoInquiry => Error.Conflict("no_inquiry_in_review", "The case belongs to no inquiry in review: it takes a resolution, no outcome.");
}
