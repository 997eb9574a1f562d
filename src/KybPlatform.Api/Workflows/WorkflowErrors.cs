using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Policies.Documents;
using KybPlatform.Policies.Workflows;
using SnakeCase = KybPlatform.Api.Persistence.SnakeCase;

namespace KybPlatform.Api.Workflows;

internal static class WorkflowErrors
{
    public static Error NoWorkflow => Error.NotFound("workflow");

    public static Error NoVersion => Error.NotFound("version of this workflow");

    public static Error NoRun => Error.NotFound("workflow run");

    public static Error Exists(string key) => Error.Conflict("workflow_exists", $"There are versions of {key} already: add one to them.");

    public static Error KeyDiffers(string given, string key) =>
        Error.Invalid("key_differs", $"The document's key is '{given}', the path's '{key}'.", new FieldError("/document/key", "key_differs", $"The path says '{key}'."));

    public static Error Reserved(string key) =>
        Error.Invalid("reserved_key", $"'{key}' is a word of the API.", new FieldError("/document/key", "reserved_key", "Choose another key, such as one with a dot."));

    public static Error Unreadable(IReadOnlyList<PolicyIssue> issues) =>
        Error.Invalid("workflow_unreadable", issues[0].Detail, [.. issues.Where(i => !i.IsWarning).Select(i => Fault(i, "/document"))]);

    public static Error CheckFailed(IReadOnlyList<PolicyIssue> issues) =>
        Error.Invalid("check_failed", "The version does not pass its check.", [.. issues.Where(i => !i.IsWarning).Select(i => Fault(i, ""))]);

    public static Error NoTests(string key) => Error.Invalid("no_tests", $"{key} has no example that must hold: add one.", new FieldError("/tests", "no_tests", "At least one example."));

    public static Error TestsFailed(IEnumerable<WorkflowTestResult> failed) =>
        Error.Invalid("tests_failed", "Examples of the version do not hold.", [.. failed.Select(f => new FieldError("/tests", "tests_failed", $"{f.Name}: {string.Join(" ", f.Failures)}"))]);

    public static Error Frozen(string key, int number) => Error.Conflict("version_frozen", $"Version {number} of {key} is frozen: make a new one.");

    public static Error NotADraft(string key, int number) => Error.Conflict("already_in_review", $"Approval of version {number} of {key} was requested already.");

    public static Error NotInReview(string key, int number) => Error.Conflict("not_in_review", $"No approval is requested for version {number} of {key}.");

    public static Error NotApproved => Error.Conflict("not_approved", "A second person has to approve it first.");

    public static Error NotAPerson => Error.Forbidden("person_required", "A person does this: a service's key cannot.");

    public static Error OwnWork => Error.Forbidden("own_work", "Whoever wrote any of it or asked for the approval cannot approve it, whatever key is used.");

    public static Error ScopeNotHeld(PassedOn passed)
    {
        var detail = $"The key lacks the scope {Scopes.ProfilesRead}, and the step passes on '{passed.Path}', which it may not read.";
        return Error.Forbidden("scope_not_held", detail) with { Fields = [new FieldError(passed.Pointer, "scope_not_held", detail)] };
    }

    public static Error ScopeNotHeld(WorkflowStep step, string scope)
    {
        var detail = $"The key lacks the scope {scope} for the step '{step.Key}' ({step.Kind}), and no second person approved the version.";
        return Error.Forbidden("scope_not_held", detail) with { Fields = [new FieldError(step.Pointer, "scope_not_held", detail)] };
    }

    public static Error Retired(string key) => Error.Conflict("workflow_retired", $"No version of {key} is in force: publish one.");

    public static Error NotCallable(string key) => Error.Conflict("workflow_not_callable", $"{key} has no trigger that is a call.");

    public static Error Transition(RunStatus from, string to) => Error.Conflict("invalid_transition", $"A run that is {SnakeCase.Of(from)} cannot be {to}.");

    public static Error Erased => Error.Conflict("applicant_erased", "What the run held was erased with whom it was about.");

    public static Error UnknownSubject(WorkflowAbout about) => Error.Invalid(
        "unknown_resource", "There is no such resource.", new FieldError("/about", "unknown_resource", $"The id of a resource that runs of this workflow are about: {SnakeCase.Of(about)}."));

    public static Error TooLarge(string pointer, int bytes) =>
        Error.Invalid("too_large", "It is too large.", new FieldError(pointer, "too_large", string.Create(CultureInfo.InvariantCulture, $"At most {bytes} bytes as JSON.")));

    public static Error Input(string name, string code, string detail) => Error.Invalid(code, detail, new FieldError($"/input/{name}", code, detail));

    private static FieldError Fault(PolicyIssue issue, string pointer)
    {
        var at = issue.Position is { } place ? string.Create(CultureInfo.InvariantCulture, $" (line {place.Line}, column {place.Column})") : "";
        return new FieldError(pointer + issue.Pointer, issue.Code, issue.Detail + at + (issue.Suggestion is null ? "" : $" Did you mean '{issue.Suggestion}'?"));
    }
}
