using KybPlatform.Api.Http;
using KybPlatform.Api.Policies.Contracts;

namespace KybPlatform.Api.Policies;

internal static class PolicyErrors
{
    public static Error NoPolicy => Error.NotFound("policy");

    public static Error NoVersion => Error.NotFound("version of this policy");

    public static Error NoPublication => Error.NotFound("publication");

    public static Error Uncovered => new("no_policy", ErrorKind.NotFound, "No policy covers this cell, so nothing is allowed there.");

    public static Error Frozen(string key, int number) => Error.Conflict("version_frozen", $"Version {number} of {key} is frozen: make a new one.");

    public static Error NotWithdrawable(PublicationId id) =>
        Error.Conflict("not_withdrawable", $"{id} is not waiting for anything: what was in force is replaced by publishing another version.");
}
