using AwesomeAssertions;
using FluentValidation;
using KybPlatform.Api;
using KybPlatform.Api.Persistence;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace KybPlatform.UnitTests.Architecture;

/// <summary>What a start finds by name is all that there is, but for what a class keeps to itself.</summary>
public sealed class NamedTypesTests
{
    [Theory]
    [InlineData(typeof(IPublicId<>), "Id")]
    [InlineData(typeof(IEntityTypeConfiguration<>), "Configuration")]
    [InlineData(typeof(IValidator<>), "Validator")]
    public void Every_implementation_bears_the_name_by_which_it_is_found(Type contract, string suffix)
    {
        var all = typeof(KybApi).Assembly.GetTypes().Where(t => !t.IsAbstract && !t.IsGenericTypeDefinition && !t.IsNestedPrivate && Implements(t, contract)).ToList();

        all.Should().NotBeEmpty();
        NamedTypes.EndingWith(suffix).Where(t => Implements(t, contract)).Should().BeEquivalentTo(all);
    }

    private static bool Implements(Type type, Type contract) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract);
}
