using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class DocumentStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "rendition_sha256",
                table: "documents",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "rendition_size",
                table: "documents",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "documents",
                type: "text",
                nullable: false,
                defaultValue: "ready");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "rendition_sha256",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "rendition_size",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "state",
                table: "documents");
        }
    }
}
