using System.Text.Json.Nodes;
using KybPlatform.Api.Http;

namespace KybPlatform.Api.Profiles.Contracts;

/// <summary>Sets single fields of profiles for other capabilities.</summary>
public interface IProfileFields
{
    /// <summary>Puts a change of one field into the unit of work, with who said so, what stood there, and what follows from it.</summary>
    /// <param name="path">Below the profile: <c>registered_address</c>, <c>city</c>.</param>
    /// <param name="value">Null takes the field away.</param>
    /// <returns>Whether anything differs now.</returns>
    Task<Result<bool>> SetAsync(Work work, ProfileReference profile, IReadOnlyList<string> path, JsonNode? value);
}
