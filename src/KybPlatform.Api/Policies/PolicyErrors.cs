using System.Globalization;
using KybPlatform.Api.Http;
using KybPlatform.Api.Policies.Authoring;
using KybPlatform.Api.Policies.Contracts;
using KybPlatform.Policies.Documents;

namespace KybPlatform.Api.Policies;

internal static class PolicyErrors
{
    // Of a base that hundreds of policies stand on all would be too many to read.
    private const int MostTold = 100;

    public static Error NoPolicy => Error.NotFound("policy");

    public static Error NoVersion => Error.NotFound("version of this policy");

    public static Error NoPublication => Error.NotFound("publication of this version");

    public static Error Uncovered => new("no_policy", ErrorKind.NotFound, "No policy covers this cell, so nothing is allowed there.");

    public static Error Frozen(string key, int number) => Error.Conflict("version_frozen", $"Version {number} of {key} is frozen: make a new one.");

    public static Error Exists(string key) => Error.Conflict("policy_exists", $"There are versions of {key} already: add one to them.");

    public static Error KeyDiffers(string pointer, string given, string key) =>
        Error.Invalid("key_differs", $"The document's key is '{given}', the path's '{key}'.", new FieldError(pointer, "key_differs", $"The path says '{key}'."));

    public static Error Reserved(string pointer, string key) =>
        Error.Invalid("reserved_key", $"'{key}' is a word of the API.", new FieldError(pointer, "reserved_key", "Choose another key, such as one with a dot."));

    /// <summary>A document that is none: every fault with its place in the text.</summary>
    public static Error Unreadable(IReadOnlyList<PolicyIssue> issues, string pointer) =>
        Error.Invalid("policy_unreadable", issues[0].Detail, [.. issues.Where(i => !i.IsWarning).Select(i => Fault(i, pointer))]);

    public static Error CheckFailed(IReadOnlyList<PolicyIssue> issues) =>
        Error.Invalid("check_failed", "The version does not pass its check.", [.. issues.Where(i => !i.IsWarning).Select(i => Fault(i, ""))]);

    public static Error NoTests(string key) => Error.Invalid("no_tests", $"{key} has no example that must hold: add one.", new FieldError("/tests", "no_tests", "At least one example."));

    /// <param name="key">Of the version itself.</param>
    public static Error TestsFailed(string key, IReadOnlyList<ExampleRun> failures)
    {
        var (own, packs) = (failures.Count(f => !f.OfPack), failures.Count(f => f.OfPack));
        var detail = string.Create(CultureInfo.InvariantCulture, $"Examples do not hold: {own} of the tenant's own, {packs} of the pack's policies that stand on it.")
            + (packs > 0 ? " Where the pack's say what shall not be any more, ask with despite_pack_examples and the reason." : "");
        return Error.Invalid("tests_failed", detail, [.. failures.OrderBy(f => f.OfPack).Take(MostTold).Select(f => new FieldError(
            f.Result.Policy == key ? "/tests" : $"{f.Result.Policy}#/tests", f.OfPack ? "pack_example_failed" : "tests_failed", $"{f.Result.Policy}: {f.Result.Test}: {string.Join("; ", f.Result.Failures)}"))]);
    }

    public static Error Unchecked(string key, int number) =>
        Error.Conflict("unchecked", $"Version {number} of {key} is a draft: checks, tests and an approval come first; request the approval.");

    public static Error NotInReview(string key, int number) => Error.Conflict("not_in_review", $"No approval is requested for version {number} of {key}.");

    public static Error AlreadyInReview(string key) => Error.Conflict("already_in_review", $"A publication of {key} waits already: publish or withdraw it first.");

    public static Error PartOfSet(string key, string lead) => Error.Conflict("part_of_set", $"This publication of {key} follows from that of {lead}: approve, publish or withdraw that one.");

    public static Error AlreadyApproved => Error.Conflict("already_approved", "It is approved already.");

    public static Error NotApproved => Error.Conflict("not_approved", "A second person has to approve it first.");

    public static Error BacktestMissing(IEnumerable<string> versions, bool mayPass) => Error.Conflict(
        "backtest_missing",
        $"Nobody has tried {string.Join(", ", versions)} on past decisions: backtest it first{(mayPass ? ", or approve it with without_backtest and the reason" : "; this tenant makes no exception")}.");

    public static Error NotAPerson => Error.Forbidden("person_required", "A person does this: a service's key cannot.");

    public static Error OwnWork => Error.Forbidden("own_work", "Whoever wrote any of it or asked for the approval cannot approve it, whatever key is used.");

    public static Error InThePast(DateTimeOffset given, DateTimeOffset now) =>
        Error.Invalid("effective_in_past", string.Create(CultureInfo.InvariantCulture, $"{given:O} is past: it is {now:O} for this tenant."), new FieldError("/effective_from", "effective_in_past", "Not before now."));

    public static Error BaseChanged(string key) => Error.Conflict("base_changed", $"What {key} stands on is another content at that instant than was approved: withdraw it and request approval anew.");

    public static Error DependantsChanged(IEnumerable<string> keys) =>
        Error.Conflict("dependants_changed", $"What stands on it changed since approval was requested ({string.Join(", ", keys)}): withdraw it and request approval anew.");

    public static Error DependantScheduled(string key, PublicationId id) =>
        Error.Conflict("dependant_scheduled", $"{id} of {key} is scheduled for later and rests on what would change: withdraw it first.");

    public static Error BaseScheduled(string key, string below, PublicationId id) =>
        Error.Conflict("base_scheduled", $"{id} of {below} is scheduled for later and would change {key}, which was not approved with it: withdraw it first, or have this one in force from then on.");

    public static Error NotWithdrawable(PublicationId id) =>
        Error.Conflict("not_withdrawable", $"{id} is not waiting for anything: what was in force is replaced by publishing another version.");

    public static Error NotFrozen(string key, int number) => Error.Conflict("not_frozen", $"Version {number} of {key} can still change: request its approval first.");

    public static Error ContentDiffers(string key, string there, string here) =>
        Error.Conflict("content_differs", $"On what is in force here {key} resolves to {here}, not to {there}: promote what it stands on first.");

    public static Error SealBroken => Error.Invalid("seal_broken", "The ticket is not what this platform sealed for this organization.", new FieldError("/seal", "seal_broken", "It does not fit the rest."));

    public static Error UnknownPack(string given, IReadOnlyList<string> known, string pointer)
    {
        var detail = $"There is no pack {given}.{Nearest.Hint(given, known)}";
        return Error.Invalid("unknown_pack", detail, new FieldError(pointer, "unknown_pack", detail));
    }

    public static Error AdoptionRequired(string inForce) => Error.Conflict(
        "adoption_required", $"Pack {inForce} is in force, and this would change that, or is governed by a publication already: draft its adoption (POST /v1/policies/pack/versions).");

    public static Error NotInForce(string key) => Error.Conflict("not_in_force", $"This is not the content of {key} that is in force.");

    private static FieldError Fault(PolicyIssue issue, string pointer)
    {
        var at = issue.Position is { } place ? string.Create(CultureInfo.InvariantCulture, $" (line {place.Line}, column {place.Column})") : "";
        var hint = issue.Suggestion is null ? "" : $" Did you mean '{issue.Suggestion}'?";
        return new FieldError(pointer + issue.Pointer, issue.Code, issue.Detail + at + hint);
    }
}
