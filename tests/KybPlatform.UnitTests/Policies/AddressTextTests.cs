using AwesomeAssertions;
using KybPlatform.Policies;
using Xunit;

namespace KybPlatform.UnitTests.Policies;

/// <summary>A paper shows an address where each of its words and numbers stands there, whatever short form they have.</summary>
public sealed class AddressTextTests
{
    [Theory]
    [InlineData("C/ Ejemplo, 2, 3º B, 41001 SEVILLA", "Calle de Ejemplo 2, Sevilla")]
    [InlineData("Musterstr. 1, 00000 Berlin", "Musterstraße 1, Berlin")]
    [InlineData("MUSTERSTRASSE 1 / 00000 BERLIN", "Musterstraße 1, Berlin")]
    [InlineData("1 Rue de l'Exemple, Lyon", "1 rue de l’Exemple, Lyon")]
    [InlineData("Flat 2, 5 Example St., Leeds", "5 Example Street, Leeds")]
    [InlineData("Av. da Amostra 10, São Paulo", "Avenida da Amostra 10, Sao Paulo")]
    public void The_same_address_in_other_letters_is_shown(string paper, string address) => AddressText.Shows(paper, address).Should().BeTrue();

    [Theory]
    [InlineData("Musterstraße 11, Berlin", "Musterstraße 1, Berlin")]
    [InlineData("Musterstraße 1, Bonn", "Musterstraße 1, Berlin")]
    [InlineData("Beispielstraße 1, Berlin", "Musterstraße 1, Berlin")]
    [InlineData("Berlin", "Musterstraße 1, Berlin")]
    [InlineData("Anything at all", "")]
    [InlineData("Calle de la Muestra", "de la")]
    [InlineData("", "Musterstraße 1")]
    public void Another_one_is_not_and_neither_is_none(string paper, string address) => AddressText.Shows(paper, address).Should().BeFalse();
}
