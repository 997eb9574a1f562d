using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PackExamplesPassedOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "despite_pack_examples",
                table: "policy_publications",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "despite_pack_examples",
                table: "policy_publications");
        }
    }
}
