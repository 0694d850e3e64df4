"""LlamaIndex with its defaults: its own reader of folders, splitter and vector store; five hits
instead of two."""

from pathlib import Path

from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from tests.bench.others.protocol import Hit, run


def build(pdfs: Path, model: Path, work: Path) -> VectorStoreIndex:
    embedding = HuggingFaceEmbedding(
        model_name=str(model), query_instruction="query: ", text_instruction="passage: "
    )
    documents = SimpleDirectoryReader(
        str(pdfs), recursive=True, required_exts=[".pdf"], raise_on_error=True
    ).load_data()
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding)
    index.storage_context.persist(str(work / "index"))
    return index


def search(index: VectorStoreIndex, question: str, count: int) -> list[Hit]:
    found = index.as_retriever(similarity_top_k=count).retrieve(question)
    return [Hit(one.node.metadata["file_name"], one.node.get_content()) for one in found]


if __name__ == "__main__":
    run(build, search)
